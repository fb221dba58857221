window.isReady = true

export {}

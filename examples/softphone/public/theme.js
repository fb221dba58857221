// before the first paint, so that a dark page does not flash white
try {
  const { theme } = JSON.parse(localStorage.getItem('offhook.preferences') ?? '{}')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}

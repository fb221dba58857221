import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

// where the exchange listens while this page is served by Vite
const exchange = process.env.EXCHANGE ?? 'http://127.0.0.1:4870'

/** Lets the browser fetch the typeface with the page, so that words do not change shape before one's eyes. */
const preloadTypeface: Plugin = {
  name: 'preload-typeface',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const typeface = Object.keys(bundle).find((name) => /inter-latin-wght-normal.*[.]woff2$/.test(name))
      if (typeface === undefined) return []
      const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${typeface}` }
      return [{ tag: 'link', attrs, injectTo: 'head-prepend' }]
    },
  },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), preloadTypeface],
  resolve: {
    conditions: ['offhook-source', 'module', 'browser', 'development|production'],
    dedupe: ['react', 'react-dom', 'sip.js'],
  },
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    // what changes seldom stays in the browser's cache when the page changes
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'sip', test: /node_modules[\\/]sip\.js[\\/]/ },
            { name: 'numbers', test: /node_modules[\\/]libphonenumber-js[\\/]/ },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/sip': { target: exchange, ws: true } } },
})

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// where the exchange listens while this page is served by Vite
const exchange = process.env.EXCHANGE ?? 'http://127.0.0.1:4870'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
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

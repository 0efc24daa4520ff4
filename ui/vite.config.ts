import { paraglideVitePlugin } from '@inlang/paraglide-js'
import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'
import { chunkGroups, shortName } from './chunks'
import { documentPerRequest } from './dev-document.mjs'
import { compactMessages } from './messages-plugin'

/** What the workers answer themselves; in development Vite hands it on to them. */
const ANSWERED_BY_WORKER = [
  '/api',
  '/live',
  '/privacy',
  '/he/privacy',
  '/data-deletion',
  '/healthz',
]
const origin = process.env.PROCONNECT_ORIGIN ?? 'http://localhost:8787'

/**
 * Chunks bring their style sheets in any order, and the first one to name a layer would decide its
 * rank: so each of them begins with the whole order, which `styles/index.css` declares.
 */
const layerOrder: Plugin = {
  name: 'layer-order',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('.css') && !id.includes('node_modules')
      ? `@layer reset, tokens, base, components, utilities;\n${code}`
      : null,
}

/** Parts of libraries that ProConnect does not use, and what stands in for them. */
const STAND_INS = [
  // Messages only ask which language it is, and `lib/i18n.ts` answers. Paraglide's own runtime can also
  // find that out from addresses, cookies and servers.
  { file: '/runtime.js', of: '/ui/', standIn: 'lib/message-locale.ts' },
  { file: '/createLucideIcon.mjs', of: '/lucide-preact/', standIn: 'lib/lucide-icon.ts' },
  { file: '/mutationCache.js', of: '/@tanstack/query-core/', standIn: 'lib/no-mutations.ts' },
]
const standIns: Plugin = {
  name: 'stand-ins',
  enforce: 'pre',
  resolveId: (source, importer) => {
    const found = STAND_INS.find(({ file, of }) => source.endsWith(file) && importer?.includes(of))
    return found ? `${import.meta.dirname}/${found.standIn}` : null
  },
}

export default defineConfig({
  root: import.meta.dirname,
  // The app worker puts a fresh nonce here for each document (Content-Security-Policy).
  html: { cspNonce: '__CSP_NONCE__' },
  plugins: [
    layerOrder,
    standIns,
    preact({ reactAliasesEnabled: false, prefreshEnabled: true }),
    paraglideVitePlugin({
      project: `${import.meta.dirname}/project.inlang`,
      outdir: `${import.meta.dirname}/paraglide`,
      strategy: ['globalVariable', 'baseLocale'],
      emitReadme: false,
      cleanOutdir: false, // two builds at once must not take each other's files away
    }),
    compactMessages,
    documentPerRequest(),
  ],
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0, // every file is fetched from our own origin under its hashed name
    manifest: 'assets/manifest.json', // names each route's chunks, for the size budget
    target: ['chrome125', 'safari17.5', 'firefox128'],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: { groups: chunkGroups },
        chunkFileNames: ({ name }) => `${shortName(name)}.js`,
        assetFileNames: ({ names }) => `${shortName(names[0])}[extname]`,
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ANSWERED_BY_WORKER.map((path) => [path, { target: origin, ws: path === '/live' }]),
    ),
  },
})

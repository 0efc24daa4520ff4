import { readFile } from 'node:fs/promises'

const cookie = (header, name) => header?.match(new RegExp(`(?:^|; )${name}=([a-z]+)`))?.[1]

/**
 * In production the app worker sets language, direction and theme in the first byte.
 * Under `npm run dev` this does the same, so that pages look alike.
 */
export const documentPerRequest = () => ({
  name: 'document-per-request',
  apply: 'serve',
  configureServer(server) {
    server.middlewares.use(async (request, response, next) => {
      const url = request.url ?? '/'
      const isDocument = request.headers['sec-fetch-dest'] === 'document'
      if (!isDocument || /^\/(api|live|privacy|he\/privacy|data-deletion|healthz)/.test(url))
        return next()

      const lang = cookie(request.headers.cookie, 'lang') === 'he' ? 'he' : 'en'
      const theme = cookie(request.headers.cookie, 'theme') ?? 'auto'
      const source = await readFile(new URL('./index.html', import.meta.url), 'utf8')
      const html = source.replace(
        /<html [^>]*>/,
        `<html lang="${lang}" dir="${lang === 'he' ? 'rtl' : 'ltr'}" data-theme="${theme}">`,
      )
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(await server.transformIndexHtml('/index.html', html, url))
    })
  },
})

import { expect, it } from 'vitest'
import { apiRoutes } from '../../worker/app/routes'
import { askApp } from '../support/app'

type Operation = {
  summary?: string
  security?: unknown[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}
type Description = {
  openapi: string
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
}

const describeApi = async () => (await askApp('/api/openapi.json')).json<Description>()

const routes = apiRoutes.routes.filter(
  ({ method, path }) => method !== 'ALL' && !path.includes('*'),
)

it('describes every route that is mounted, with a sentence and its answers', async () => {
  const { openapi, servers, paths } = await describeApi()

  expect(openapi).toBe('3.1.0')
  expect(servers).toEqual([{ url: '/api/v1' }])
  for (const { method, path } of routes) {
    const operation = paths[path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')]?.[method.toLowerCase()]
    expect(operation?.summary ?? '', `${method} ${path}`).toMatch(/^\S.+/)
    expect(Object.keys(operation?.responses ?? {}), `${method} ${path}`).toContain('default')
  }
})

it('takes requests and answers from the schemas that check them', async () => {
  const { paths } = await describeApi()

  const change = paths['/account']?.patch
  expect(change?.requestBody?.content['application/json']?.schema).toMatchObject({
    additionalProperties: false,
    properties: { name: { type: 'string', maxLength: 80 } },
  })
  expect(change?.responses['200']?.content?.['application/json']?.schema).toMatchObject({
    required: expect.arrayContaining(['id', 'name', 'timeZone', 'country']),
  })
})

it('says which operations need no session', async () => {
  const { paths } = await describeApi()

  expect(paths['/auth/sign-in']?.post?.security).toEqual([])
  expect(paths['/account']?.get?.security).toBeUndefined()
})

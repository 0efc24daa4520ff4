import * as v from 'valibot'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

const schema = v.object({
  q: v.optional(v.string(), ''),
  status: v.optional(v.picklist(['all', 'open']), 'all'),
  tag: v.optional(v.array(v.pipe(v.string(), v.maxLength(5))), []),
})

// The modules read the browser's address when they are loaded.
vi.stubGlobal('location', { pathname: '/contacts', search: '', assign: vi.fn() })

let urlState: typeof import('../../../ui/lib/url-state').urlState
let navigation: typeof import('../../../ui/lib/navigation')
const route = vi.fn<(url: string, replace?: boolean) => void>()

beforeAll(async () => {
  navigation = await import('../../../ui/lib/navigation')
  ;({ urlState } = await import('../../../ui/lib/url-state'))
})
beforeEach(() => {
  route.mockReset()
  route.mockImplementation((url) => navigation.connectRouter(url, route))
})
const open = (url: string) => navigation.connectRouter(url, route)

describe('filters in the address', () => {
  it('are read with their defaults', () => {
    open('/contacts?q=noa&tag=vip&tag=new')
    expect(urlState(schema).value.value).toEqual({ q: 'noa', status: 'all', tag: ['vip', 'new'] })
  })

  it('that mean nothing count as left out, and are named', () => {
    open('/contacts?status=closed&q=noa')
    const state = urlState(schema)
    expect(state.value.value).toEqual({ q: 'noa', status: 'all', tag: [] })
    expect(state.ignored.value).toEqual(['status'])
  })

  it('leave defaults out of the address and keep what others put there', () => {
    open('/contacts?c=17&status=open')
    urlState(schema).set({ status: 'all', tag: ['vip', 'new'] })
    expect(route).toHaveBeenCalledWith('/contacts?c=17&tag=vip&tag=new', true)
  })

  it('replace while typing and push when something is opened', () => {
    open('/contacts')
    urlState(schema).set({ q: 'n' })
    urlState(schema).set({ status: 'open' }, { push: true })
    expect(route.mock.calls.map(([, replace]) => replace)).toEqual([true, false])
  })

  it('follow the address when somebody goes back', () => {
    open('/contacts?q=a')
    const state = urlState(schema)
    open('/contacts?q=b')
    expect(state.value.value.q).toBe('b')
  })
})

describe('a return address', () => {
  it('must stay on this site', () => {
    const { safeReturnPath } = navigation
    expect(safeReturnPath('/templates?q=1')).toBe('/templates?q=1')
    expect(safeReturnPath('//evil.example')).toBe('/')
    expect(safeReturnPath('/\\evil.example')).toBe('/')
    expect(safeReturnPath('https://evil.example')).toBe('/')
    expect(safeReturnPath(null)).toBe('/')
  })
})

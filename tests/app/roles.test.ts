import { beforeAll, expect, it } from 'vitest'
import { apiRoutes } from '../../worker/app/routes'
import { ROLES, type Role } from '../../worker/contract/auth'
import { randomId } from '../../worker/lib/ids'
import { invite } from '../support/members'
import { type SignedIn, signUp } from '../support/people'
import { BODIES } from '../support/request-bodies'

const OWNER: Role[] = ['owner']
const ADMINS: Role[] = ['owner', 'admin']
const SENDERS: Role[] = ['owner', 'admin', 'marketer']
const AGENTS: Role[] = ['owner', 'admin', 'marketer', 'agent']
const ALL: Role[] = [...ROLES]

/** Who may ask what. A route without a row fails below, until somebody thinks of it. */
const EXPECTED: Record<string, Role[]> = {
  'GET /session': ALL,
  'POST /session/account': ALL,
  'POST /session/accounts': ALL,
  'POST /session/leave': ALL,
  'GET /sessions': ALL,
  'DELETE /sessions/:sessionId': ALL,
  'POST /sessions/end-others': ALL,
  'PATCH /profile': ALL,
  'POST /profile/email': ALL,
  'POST /profile/email/confirm': ALL,
  'GET /account': ALL,
  'PATCH /account': ADMINS,
  'GET /members': ALL,
  'GET /members/roles': ALL,
  'POST /members/code': ADMINS,
  'PATCH /members/:userId': ADMINS,
  'DELETE /members/:userId': ADMINS,
  'GET /members/invitations': ADMINS,
  'POST /members/invitations': ADMINS,
  'POST /members/invitations/:invitationId/resend': ADMINS,
  'DELETE /members/invitations/:invitationId': ADMINS,
  'GET /audit': ADMINS,
  'GET /audit/file': ADMINS,
  'GET /deletion': OWNER,
  'POST /deletion': OWNER,
  'POST /deletion/code': OWNER,
  'POST /deletion/take-back': OWNER,
  'GET /exports': OWNER,
  'POST /exports': OWNER,
  'POST /exports/code': OWNER,
  'GET /exports/:exportId/file': OWNER,
  'GET /exports/:exportId/parts': OWNER,
  'GET /exports/:exportId/files': OWNER,
  'GET /retention': ALL,
  'PATCH /retention': OWNER,
  'GET /dead-letters': ADMINS,
  'POST /dead-letters/replay': ADMINS,
  'POST /dead-letters/:letterId/replay': ADMINS,
  'GET /contacts': ALL,
  'GET /contacts/count': ALL,
  'GET /contacts/:contactId': ALL,
  'GET /contacts/:contactId/timeline': ALL,
  'GET /contacts/:contactId/notes': ALL,
  'POST /contacts/:contactId/notes': AGENTS,
  'PATCH /contacts/:contactId/notes/:noteId': AGENTS,
  'DELETE /contacts/:contactId/notes/:noteId': AGENTS,
  'GET /contacts/duplicates': ALL,
  'POST /contacts/duplicates/scan': SENDERS,
  'POST /contacts/duplicates/verdict': SENDERS,
  'POST /contacts/merges': SENDERS,
  'GET /contacts/merges/:mergeId': ALL,
  'POST /contacts/merges/:mergeId/undo': SENDERS,
  'GET /contacts/:contactId/sameness': ALL,
  'POST /contacts': SENDERS,
  'DELETE /contacts/:contactId': ADMINS,
  'GET /person-requests': ALL,
  'POST /person-requests/:requestId/contacts/:contactId/settle': ADMINS,
  'GET /tags': ALL,
  'GET /fields': ALL,
  'GET /contacts/export': ADMINS,
  'POST /imports/:importId/check': SENDERS,
  'POST /imports/:importId/undo': SENDERS,
  'PUT /imports/:importId/rows/:row': SENDERS,
  'DELETE /imports/:importId/rows/:row': SENDERS,
  'GET /imports/presets': SENDERS,
  'POST /imports/presets': SENDERS,
  'DELETE /imports/presets/:presetId': SENDERS,
  'GET /billing': ALL,
  'GET /billing/csv': ALL,
  'POST /billing/budget': ADMINS,
  'GET /billing/rate-cards': ALL,
  'POST /billing/rate-cards': OWNER,
  'GET /usage': ALL,
  'GET /usage/csv': ALL,
  'GET /usage/health': ALL,
  'GET /usage/history': ALL,
  'GET /usage/history/csv': ALL,
  'GET /usage/rows': ALL,
  'GET /usage/rows/csv': ALL,
  'POST /usage/refresh': AGENTS,
  'POST /usage/replay': ADMINS,
  'GET /onboarding': ALL,
  'POST /onboarding/test': AGENTS,
  'GET /connections/signup': ALL,
  'POST /connections/signup': ADMINS,
  'POST /connections/signup/finish': ADMINS,
  'POST /connections/:connectionId/health': ADMINS,
  'POST /connections/:connectionId/numbers': ADMINS,
  'POST /connections/:connectionId/seen': ADMINS,
  'POST /numbers/:numberId/pin': ADMINS,
  'POST /numbers/:numberId/register': ADMINS,
  'POST /numbers/:numberId/sync': ADMINS,
  'GET /imports': SENDERS,
  'POST /imports': SENDERS,
  'GET /imports/:importId': SENDERS,
  'PATCH /imports/:importId': SENDERS,
  'PUT /imports/:importId/parts/:no': SENDERS,
  'POST /imports/:importId/uploaded': SENDERS,
  'POST /imports/:importId/start': SENDERS,
  'POST /imports/:importId/cancel': SENDERS,
  'GET /imports/:importId/problems': SENDERS,
  'GET /imports/:importId/problems.csv': SENDERS,
  'GET /connections': ALL,
  'POST /connections': ADMINS,
  'POST /connections/code': ADMINS,
  'POST /connections/:connectionId/check': ADMINS,
  'POST /connections/:connectionId/token': ADMINS,
  'GET /connections/:connectionId/access': ALL,
  'DELETE /connections/:connectionId': ADMINS,
  'GET /numbers': ALL,
  'GET /templates': ALL,
  'GET /templates/library': ALL,
  'GET /templates/use': ALL,
  'GET /templates/sync': ALL,
  'POST /templates/sync': SENDERS,
  'GET /templates/:templateId': ALL,
  'GET /templates/:templateId/history': ALL,
  'GET /templates/:templateId/use': ALL,
  'POST /templates/:templateId/unpause': SENDERS,
  'DELETE /templates/:templateId': SENDERS,
  'GET /templates/drafts': ALL,
  'POST /templates/drafts': SENDERS,
  'GET /templates/drafts/:draftId': ALL,
  'PATCH /templates/drafts/:draftId': SENDERS,
  'DELETE /templates/drafts/:draftId': SENDERS,
  'POST /templates/drafts/:draftId/submit': SENDERS,
  'PUT /templates/files': SENDERS,
  'GET /templates/files/:fileId': ALL,
  'GET /broadcasts': ALL,
  'POST /broadcasts': SENDERS,
  'GET /broadcasts/:broadcastId': ALL,
  'PATCH /broadcasts/:broadcastId': SENDERS,
  'DELETE /broadcasts/:broadcastId': SENDERS,
  'GET /broadcasts/:broadcastId/plan': ALL,
  'GET /broadcasts/:broadcastId/left-out': ALL,
  'GET /broadcasts/:broadcastId/fallbacks': ALL,
  'GET /broadcasts/:broadcastId/preview': ALL,
  'GET /broadcasts/:broadcastId/follow-ups': ALL,
  'POST /broadcasts/:broadcastId/follow-ups': SENDERS,
  'POST /broadcasts/:broadcastId/duplicate': SENDERS,
  'GET /broadcasts/:broadcastId/recipients/export': ALL,
  'GET /frequency-cap': ALL,
  'PATCH /frequency-cap': ADMINS,
  'GET /broadcasts/:broadcastId/progress': ALL,
  'GET /broadcasts/:broadcastId/recipients': ALL,
  'GET /broadcasts/:broadcastId/recipients/:no{[0-9]+}': ALL,
  'POST /broadcasts/:broadcastId/launch': SENDERS,
  'POST /broadcasts/:broadcastId/start': SENDERS,
  'POST /broadcasts/:broadcastId/unschedule': SENDERS,
  'GET /calendar': ALL,
  'GET /quiet-hours': ALL,
  'PATCH /quiet-hours': ADMINS,
  'POST /broadcasts/:broadcastId/pause': SENDERS,
  'POST /broadcasts/:broadcastId/resume': SENDERS,
  'POST /broadcasts/:broadcastId/cancel': SENDERS,
  'POST /broadcasts/:broadcastId/go-on': SENDERS,
  'POST /broadcasts/:broadcastId/retry': SENDERS,
  'GET /broadcasts/:broadcastId/tests': ALL,
  'POST /broadcasts/:broadcastId/tests': SENDERS,
  'GET /testers': ALL,
  'POST /testers': SENDERS,
  'DELETE /testers/:contactId': SENDERS,
  'GET /messages/:messageId': ALL,
  'POST /messages': AGENTS,
  'PATCH /contacts/:contactId': SENDERS,
  'POST /fields': SENDERS,
  'PATCH /fields/:key': SENDERS,
  'GET /segments': ALL,
  'POST /segments': SENDERS,
  'PATCH /segments/:segmentId': SENDERS,
  'DELETE /segments/:segmentId': SENDERS,
  'POST /bulk-edits': SENDERS,
  'GET /bulk-edits/:editId': ALL,
  'POST /bulk-edits/:editId/undo': SENDERS,
  'GET /contacts/:contactId/evidence': ADMINS,
  'POST /contacts/:contactId/stop-undone': OWNER,
  'GET /consent/words': ALL,
  'PATCH /consent/words': ADMINS,
  'GET /consent/page': ALL,
  'PATCH /consent/page': ADMINS,
  'GET /legal-basis': ALL,
  'POST /legal-basis': ADMINS,
  'DELETE /legal-basis': ADMINS,
  'GET /numbers/:numberId/setup': ALL,
  'POST /numbers/:numberId/profile': ADMINS,
  'POST /samples': SENDERS,
  'DELETE /samples': SENDERS,
  'POST /numbers/:numberId/name': ADMINS,
  'POST /numbers/:numberId/name/use': ADMINS,
  'PUT /numbers/:numberId/photo': ADMINS,
  'POST /numbers/:numberId/username': ADMINS,
  'DELETE /numbers/:numberId/username': ADMINS,
  'POST /numbers/:numberId/blocked': ADMINS,
  'DELETE /numbers/:numberId/blocked/:phone': ADMINS,
  'POST /numbers/:numberId/links': ADMINS,
  'DELETE /numbers/:numberId/links/:code': ADMINS,
  'GET /conversations': ALL,
  'GET /conversations/changes': ALL,
  'GET /conversations/search': ALL,
  'GET /conversations/summary': ALL,
  'GET /conversations/:conversationId': ALL,
  'GET /conversations/:conversationId/thread': ALL,
  'GET /conversations/:conversationId/files/:key': ALL,
  'POST /conversations/:conversationId/act': AGENTS,
  'POST /conversations/:conversationId/notes': AGENTS,
  'POST /conversations/:conversationId/read': AGENTS,
  'POST /conversations/:conversationId/typing': AGENTS,
  'GET /inbox/settings': ALL,
  'GET /inbox/storage': ALL,
  'GET /inbox/team': ALL,
  'PATCH /inbox/settings': ADMINS,
  'GET /labels': ALL,
  'POST /labels': AGENTS,
  'PATCH /labels/:labelId': AGENTS,
  'DELETE /labels/:labelId': AGENTS,
  'GET /saved-replies': ALL,
  'POST /saved-replies': AGENTS,
  'PATCH /saved-replies/:savedReplyId': AGENTS,
  'DELETE /saved-replies/:savedReplyId': AGENTS,
  'PUT /messages/files': AGENTS,
}

const routes = [
  ...new Set(
    apiRoutes.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path}`),
  ),
].filter((route) => !/ \/auth\//.test(route))
/** About the person and not the workspace: these would end or move the sessions of the test itself. */
const isOwn = (route: string) => / \/(session|sessions|profile)(\/|$)/.test(route)

/** Allowed, it would ask Meta, which other tests are about. */
const asksMeta = (route: string) => route === 'POST /connections'

/** What a route wants in its query before it looks at anything else. */
const ANY_ID = 'a'.repeat(26)
const QUERIES: Record<string, string> = {
  'GET /contacts/export': '?format=csv',
  'GET /exports/:exportId/files': `?from=${ANY_ID}&to=${ANY_ID}`,
}

const people = new Map<Role, SignedIn>()
beforeAll(async () => {
  const owner = await signUp()
  people.set('owner', owner)
  for (const role of ROLES.slice(1)) people.set(role, await invite(owner, role))
})

it('has a row for every route, and no row for what is no route', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual([...routes].sort())
})

it.each(routes.filter((route) => !isOwn(route)))('%s', async (route) => {
  const [method = '', pattern = ''] = route.split(' ')
  const path = `/api/v1${pattern.replace(/:\w+\{\[0-9\]\+\}/g, '1').replace(/:\w+/g, randomId())}`
  for (const [role, { browser }] of people) {
    if (asksMeta(route) && EXPECTED[route]?.includes(role)) continue
    const hasBody = ['POST', 'PATCH'].includes(method)
    const response = await browser.send(
      method,
      path + (QUERIES[route] ?? ''),
      hasBody ? { body: BODIES[route] ?? {} } : {},
    )
    const code = response.ok ? '' : (await response.json<{ error: { code: string } }>()).error.code
    const isRefused = code === 'member.role_too_low'
    expect(isRefused, `${route} as ${role} answered ${response.status} ${code}`).toBe(
      !EXPECTED[route]?.includes(role),
    )
  }
})

import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { MessageView } from '../../contract/messages'
import { OnboardingView, TestMessage } from '../../contract/onboarding'
import { requireRole } from '../accounts/roles'
import { onboardingOf, sendTest } from './onboarding-operations'
import { toMessageView } from './views'

/** The way to a first message. */
export const onboardingRoutes = new Hono<AppContext>()
  .get('/', answers('What is done of the set-up', OnboardingView), async (c) => {
    const { deps, db, member } = c.var
    return c.json(await onboardingOf(deps, db, member))
  })
  .post(
    '/test',
    answers('Send a test to your own phone', MessageView, 201),
    body(TestMessage),
    async (c) => {
      const { deps, db, member, language } = c.var
      requireRole(member, 'messages.send')
      const message = await sendTest(deps, db, member, c.req.valid('json').id)
      return c.json(toMessageView(message, language), 201)
    },
  )

import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import {
  ConsentUndo,
  ConsentWords,
  ConsentWordsChange,
  EvidenceView,
  OptInChange,
  OptInView,
} from '../../contract/consent'
import { ContactView } from '../../contract/contacts'
import { undoOptOut } from './consent-operations'
import type { RelianceSource } from './evidence'
import { makeEvidence } from './evidence-operations'
import { changeOptIn, viewOptIn } from './opt-in-operations'
import { changeWords, viewWords } from './word-operations'

/** `/consent`: by which words people stop and come back, and the page on which they agree. */
export const consentRoutes = new Hono<AppContext>()
  .get('/words', answers('Words by which people stop and come back', ConsentWords), async (c) =>
    c.json(await viewWords(c.var.deps, c.var.db)),
  )
  .patch(
    '/words',
    answers('Change the words and whether they are answered', ConsentWords),
    body(ConsentWordsChange),
    async (c) => {
      const { deps, db, member } = c.var
      return c.json(await changeWords(deps, db, member, c.req.valid('json')))
    },
  )
  .get('/page', answers('The public page on which people agree', OptInView), async (c) =>
    c.json(await viewOptIn(c.var.deps, c.var.db)),
  )
  .patch(
    '/page',
    answers('Make or change the public page', OptInView),
    body(OptInChange),
    async (c) => {
      const { deps, db, member } = c.var
      return c.json(await changeOptIn(deps, db, member, c.req.valid('json')))
    },
  )

/** What one person agreed to. Which messages rested on it comes from the app, which knows all features. */
export const personConsentRoutes = (relied: readonly RelianceSource[]) =>
  new Hono<AppContext>()
    .get(
      '/:contactId/evidence',
      answers('Everything known about a person’s consent', EvidenceView),
      async (c) => {
        const { deps, db, member } = c.var
        return c.json(await makeEvidence(deps, db, member, relied, c.req.param('contactId')))
      },
    )
    .post(
      '/:contactId/stop-undone',
      answers('Take back a stop that was none', ContactView),
      body(ConsentUndo),
      async (c) => {
        const { deps, db, member } = c.var
        const { reason } = c.req.valid('json')
        return c.json(await undoOptOut(deps, db, member, c.req.param('contactId'), reason))
      },
    )

import { Hono } from 'hono'
import type { AppContext } from '../boundary/http/context'
import { auditRoutes } from '../features/accounts/audit-routes'
import { authRoutes } from '../features/accounts/auth-routes'
import { deadLetterRoutes } from '../features/accounts/dead-letter-routes'
import {
  accountRoutes,
  profileRoutes,
  sessionRoutes,
  sessionsRoutes,
} from '../features/accounts/member-routes'
import { memberRoutes } from '../features/accounts/team-routes'
import { billingRoutes, usageRoutes } from '../features/analytics/routes'
import { frequencyCapRoutes } from '../features/broadcasts/cap-routes'
import { onboardingRoutes } from '../features/broadcasts/onboarding-routes'
import { broadcastTimeline } from '../features/broadcasts/recipient-operations'
import { broadcastReliance, singleReliance } from '../features/broadcasts/reliance-queries'
import { broadcastRoutes } from '../features/broadcasts/routes'
import { calendarRoutes, quietHoursRoutes } from '../features/broadcasts/schedule-routes'
import { templateUseRoutes } from '../features/broadcasts/template-use-routes'
import { testerRoutes } from '../features/broadcasts/test-routes'
import { legalBasisRoutes } from '../features/contacts/basis-routes'
import { bulkEditRoutes } from '../features/contacts/bulk-routes'
import { consentRoutes, personConsentRoutes } from '../features/contacts/consent-routes'
import {
  editTimeline,
  jobTimeline,
  mergeTimeline,
  noteTimeline,
} from '../features/contacts/history-operations'
import { importRoutes } from '../features/contacts/import-routes'
import { mergeRoutes } from '../features/contacts/merge-routes'
import { contactNoteRoutes } from '../features/contacts/note-routes'
import { consentTimeline } from '../features/contacts/operations'
import { peopleExportRoutes } from '../features/contacts/people-export-routes'
import { contactRoutes, fieldRoutes, tagRoutes } from '../features/contacts/routes'
import { segmentRoutes } from '../features/contacts/segment-routes'
import {
  deletionRoutes,
  exportRoutes,
  personRequestRoutes,
  personRoutes,
  retentionRoutes,
} from '../features/deletion/api-routes'
import { MERGE_PARTS } from '../features/deletion/merge-parts-operations'
import { sampleRoutes } from '../features/deletion/sample-routes'
import { assignTimeline } from '../features/inbox/assign-operations'
import { giveBackAtOnce } from '../features/inbox/give-back-operations'
import { messageRoutes } from '../features/inbox/message-routes'
import { messageTimeline } from '../features/inbox/operations'
import { conversationRoutes } from '../features/inbox/routes'
import { inboxRoutes, labelRoutes, savedReplyRoutes } from '../features/inbox/settings-routes'
import { numberRoutes } from '../features/meta/number-routes'
import { numberSetupRoutes } from '../features/meta/number-setup-routes'
import { connectionRoutes } from '../features/meta/routes'
import { templateRoutes } from '../features/templates/routes'
import { hidePhones } from './middleware/hide-phones'
import { idempotency } from './middleware/idempotency'
import { requireActiveAccount, requireMember } from './middleware/member'

/** What happened with a person, told by whoever knows it. */
const TIMELINE = {
  messages: [messageTimeline, assignTimeline],
  broadcasts: [broadcastTimeline],
  consents: [consentTimeline],
  notes: [noteTimeline],
  changes: [editTimeline, jobTimeline, mergeTimeline],
}

/** Everything the UI and programs do, under `/api/v1`; one line per noun. */
export const apiRoutes = new Hono<AppContext>()
  .route('/auth', authRoutes)
  // From here on somebody is signed in.
  .use(requireMember, idempotency)
  .route('/session', sessionRoutes(giveBackAtOnce))
  .route('/sessions', sessionsRoutes)
  .route('/profile', profileRoutes)
  .route('/deletion', deletionRoutes)
  // From here on the account is open.
  .use(requireActiveAccount, hidePhones)
  .route('/account', accountRoutes)
  .route('/members', memberRoutes(giveBackAtOnce))
  .route('/contacts', peopleExportRoutes)
  .route('/audit', auditRoutes)
  .route('/contacts', mergeRoutes(MERGE_PARTS))
  .route('/contacts', contactRoutes(TIMELINE))
  .route('/contacts', contactNoteRoutes)
  .route('/contacts', personConsentRoutes([broadcastReliance, singleReliance]))
  .route('/consent', consentRoutes)
  .route('/segments', segmentRoutes)
  .route('/bulk-edits', bulkEditRoutes)
  .route('/legal-basis', legalBasisRoutes)
  .route('/tags', tagRoutes)
  .route('/fields', fieldRoutes)
  .route('/imports', importRoutes)
  .route('/connections', connectionRoutes)
  .route('/numbers', numberRoutes)
  .route('/numbers', numberSetupRoutes)
  .route('/templates', templateUseRoutes)
  .route('/templates', templateRoutes)
  .route('/broadcasts', broadcastRoutes)
  .route('/testers', testerRoutes)
  .route('/calendar', calendarRoutes)
  .route('/quiet-hours', quietHoursRoutes)
  .route('/frequency-cap', frequencyCapRoutes)
  .route('/messages', messageRoutes)
  .route('/conversations', conversationRoutes)
  .route('/inbox', inboxRoutes)
  .route('/labels', labelRoutes)
  .route('/saved-replies', savedReplyRoutes)
  .route('/onboarding', onboardingRoutes)
  .route('/samples', sampleRoutes)
  .route('/contacts', personRoutes)
  .route('/person-requests', personRequestRoutes)
  .route('/retention', retentionRoutes)
  .route('/exports', exportRoutes)
  .route('/dead-letters', deadLetterRoutes)
  .route('/usage', usageRoutes)
  .route('/billing', billingRoutes)

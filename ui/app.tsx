import { QueryClientProvider } from '@tanstack/preact-query'
import { LocationProvider, Route, Router, useLocation } from 'preact-iso'
import { LiveRegions } from './components/live-regions'
import { Toaster } from './components/toast'
import { connectRouter, currentPath } from './lib/navigation'
import { queryClient } from './lib/query'
import { Guard } from './shell/guard'
import { Home } from './shell/home'
import { lazyPage } from './shell/lazy-page'
import { NotFound } from './shell/not-found'
import { Shell } from './shell/shell'

// Each page is a chunk of its own.
const SignInPage = lazyPage(() =>
  import('./features/accounts/sign-in-page').then((c) => c.SignInPage),
)
const SignUpPage = lazyPage(() =>
  import('./features/accounts/sign-up-page').then((c) => c.SignUpPage),
)
const InvitePage = lazyPage(() =>
  import('./features/accounts/invite-page').then((c) => c.InvitePage),
)
const ProfilePage = lazyPage(() =>
  import('./features/accounts/profile-page').then((c) => c.ProfilePage),
)
const BusinessPage = lazyPage(() =>
  import('./features/accounts/business-page').then((c) => c.BusinessPage),
)
const TeamPage = lazyPage(() => import('./features/accounts/team-page').then((c) => c.TeamPage))
const AuditPage = lazyPage(() => import('./features/accounts/audit-page').then((c) => c.AuditPage))
const NewWorkspacePage = lazyPage(() =>
  import('./features/accounts/new-workspace-page').then((c) => c.NewWorkspacePage),
)
const OpenPage = lazyPage(() => import('./features/accounts/open-page').then((c) => c.OpenPage))
const NoWorkspacePage = lazyPage(() =>
  import('./features/accounts/no-workspace-page').then((c) => c.NoWorkspacePage),
)
const LostWorkPage = lazyPage(() =>
  import('./features/accounts/lost-work-page').then((c) => c.LostWorkPage),
)
const NumbersPage = lazyPage(() =>
  import('./features/meta/numbers-page').then((c) => c.NumbersPage),
)
const NumberPage = lazyPage(() =>
  import('./features/meta/number/number-page').then((c) => c.NumberPage),
)
const AccessPage = lazyPage(() => import('./features/meta/access-page').then((c) => c.AccessPage))
const ConnectPage = lazyPage(() =>
  import('./features/meta/connect-page').then((c) => c.ConnectPage),
)
const SignupPage = lazyPage(() =>
  import('./features/meta/signup/signup-page').then((c) => c.SignupPage),
)
const OnboardingPage = lazyPage(() =>
  import('./features/onboarding/onboarding-page').then((c) => c.OnboardingPage),
)
const DataPage = lazyPage(() => import('./features/deletion/data-page').then((c) => c.DataPage))
const TemplatesPage = lazyPage(() =>
  import('./features/templates/templates-page').then((c) => c.TemplatesPage),
)
const TemplatePage = lazyPage(() =>
  import('./features/templates/template-page').then((c) => c.TemplatePage),
)
const NewTemplatePage = lazyPage(() =>
  import('./features/templates/new-template-page').then((c) => c.NewTemplatePage),
)
const TemplateLibraryPage = lazyPage(() =>
  import('./features/templates/library-page').then((c) => c.LibraryPage),
)
const TemplateEditorPage = lazyPage(() =>
  import('./features/templates/editor/editor-page').then((c) => c.EditorPage),
)
const InboxPage = lazyPage(() => import('./features/inbox/inbox-page').then((c) => c.InboxPage))
const InboxSettingsPage = lazyPage(() =>
  import('./features/inbox/settings-page').then((c) => c.InboxSettingsPage),
)
const ContactsPage = lazyPage(() =>
  import('./features/contacts/contacts-page').then((c) => c.ContactsPage),
)
const SegmentPage = lazyPage(() =>
  import('./features/contacts/segment-page').then((c) => c.SegmentPage),
)
const FieldsPage = lazyPage(() =>
  import('./features/contacts/fields-page').then((c) => c.FieldsPage),
)
const EvidencePage = lazyPage(() =>
  import('./features/contacts/evidence-page').then((c) => c.EvidencePage),
)
const ConsentPage = lazyPage(() =>
  import('./features/contacts/consent-page').then((c) => c.ConsentPage),
)
const NewContactPage = lazyPage(() =>
  import('./features/contacts/new-contact-page').then((c) => c.NewContactPage),
)
const DuplicatesPage = lazyPage(() =>
  import('./features/contacts/duplicates-page').then((c) => c.DuplicatesPage),
)
const MergePage = lazyPage(() => import('./features/contacts/merge-page').then((c) => c.MergePage))
const ContactPage = lazyPage(() =>
  import('./features/contacts/contact-page').then((c) => c.ContactPage),
)
const NewImportPage = lazyPage(() =>
  import('./features/imports/new-import-page').then((c) => c.NewImportPage),
)
const ImportPage = lazyPage(() =>
  import('./features/imports/import-page').then((c) => c.ImportPage),
)
const AnalyticsPage = lazyPage(() =>
  import('./features/analytics/analytics-page').then((c) => c.AnalyticsPage),
)
const UsageRowsPage = lazyPage(() =>
  import('./features/analytics/rows-page').then((c) => c.UsageRowsPage),
)
const BillingPage = lazyPage(() =>
  import('./features/analytics/billing-page').then((c) => c.BillingPage),
)
const BroadcastsPage = lazyPage(() =>
  import('./features/broadcasts/broadcasts-page').then((c) => c.BroadcastsPage),
)
const NewBroadcastPage = lazyPage(() =>
  import('./features/broadcasts/new-broadcast-page').then((c) => c.NewBroadcastPage),
)
const ComposerPage = lazyPage(() =>
  import('./features/broadcasts/composer-page').then((c) => c.ComposerPage),
)
const BroadcastPage = lazyPage(() =>
  import('./features/broadcasts/broadcast-page').then((c) => c.BroadcastPage),
)
const QuietHoursPage = lazyPage(() =>
  import('./features/broadcasts/quiet-hours-page').then((c) => c.QuietHoursPage),
)
const RecipientPage = lazyPage(() =>
  import('./features/broadcasts/recipient-page').then((c) => c.RecipientPage),
)

/**
 * Served by the workers as documents of their own. So is the page on which Meta's script runs: whatever leads
 * there or away loads a document, and no other page ever shares one with that script.
 */
const OUR_PAGES =
  /^(?!\/(?:connect|api|privacy|he\/privacy|data-deletion|healthz|operator)(?:[/?#]|$))/

const CONNECT_PAGE = /^\/connect\/?(?:[?#]|$)/
const isConnectDocument = CONNECT_PAGE.test(location.pathname)

const PUBLIC_PAGES = /^\/(?:sign-in|sign-up|invite|no-workspace)$/

export const App = () => (
  <QueryClientProvider client={queryClient}>
    <LocationProvider scope={isConnectDocument ? CONNECT_PAGE : OUR_PAGES}>
      <RouterConnection />
      <Guard>{PUBLIC_PAGES.test(currentPath.value) ? <PublicRoutes /> : <MemberRoutes />}</Guard>
      <Toaster />
      <LiveRegions />
    </LocationProvider>
  </QueryClientProvider>
)

function RouterConnection() {
  const { url, route } = useLocation()
  if (!isConnectDocument) connectRouter(url, route)
  return null
}

const PublicRoutes = () => (
  <Router>
    <Route path="/sign-in" component={SignInPage} />
    <Route path="/sign-up" component={SignUpPage} />
    <Route path="/invite" component={InvitePage} />
    <Route path="/no-workspace" component={NoWorkspacePage} />
  </Router>
)

const MemberRoutes = () => (
  <Shell>
    <Router>
      <Route path="/" component={Home} />
      <Route path="/inbox" component={InboxPage} />
      <Route path="/inbox/settings" component={InboxSettingsPage} />
      <Route path="/broadcasts" component={BroadcastsPage} />
      <Route path="/broadcasts/new" component={NewBroadcastPage} />
      <Route path="/broadcasts/:id/edit" component={ComposerPage} />
      <Route path="/broadcasts/:id" component={BroadcastPage} />
      <Route path="/broadcasts/:id/recipients/:no" component={RecipientPage} />
      <Route path="/open/:account/broadcasts/:id" component={OpenPage} />
      <Route path="/contacts" component={ContactsPage} />
      <Route path="/contacts/segments/:id" component={SegmentPage} />
      <Route path="/contacts/new" component={NewContactPage} />
      <Route path="/contacts/import" component={NewImportPage} />
      <Route path="/contacts/import/:id" component={ImportPage} />
      <Route path="/contacts/duplicates" component={DuplicatesPage} />
      <Route path="/contacts/merge" component={MergePage} />
      <Route path="/contacts/:id" component={ContactPage} />
      <Route path="/contacts/:id/evidence" component={EvidencePage} />
      <Route path="/templates" component={TemplatesPage} />
      <Route path="/templates/new" component={NewTemplatePage} />
      <Route path="/templates/library" component={TemplateLibraryPage} />
      <Route path="/templates/drafts/:id" component={TemplateEditorPage} />
      <Route path="/templates/:id" component={TemplatePage} />
      <Route path="/onboarding" component={OnboardingPage} />
      <Route path="/onboarding/token" component={ConnectPage} />
      <Route path="/connect" component={SignupPage} />
      <Route path="/analytics" component={AnalyticsPage} />
      <Route path="/analytics/messages" component={UsageRowsPage} />
      <Route path="/billing" component={BillingPage} />
      <Route path="/billing/:month" component={BillingPage} />
      <Route path="/settings" component={ProfilePage} />
      <Route path="/settings/profile" component={ProfilePage} />
      <Route path="/settings/business" component={BusinessPage} />
      <Route path="/settings/team" component={TeamPage} />
      <Route path="/settings/audit" component={AuditPage} />
      <Route path="/workspaces/new" component={NewWorkspacePage} />
      <Route path="/settings/work" component={LostWorkPage} />
      <Route path="/settings/numbers" component={NumbersPage} />
      <Route path="/settings/fields" component={FieldsPage} />
      <Route path="/settings/consent" component={ConsentPage} />
      <Route path="/settings/quiet-hours" component={QuietHoursPage} />
      <Route path="/settings/data" component={DataPage} />
      <Route path="/settings/numbers/:id/access" component={AccessPage} />
      <Route path="/settings/numbers/:id/profile" component={NumberPage} />
      <Route default component={NotFound} />
    </Router>
  </Shell>
)

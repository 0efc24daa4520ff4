import { useSignal } from '@preact/signals'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-preact'
import { type ComponentChildren, Fragment } from 'preact'
import { useEffect } from 'preact/hooks'
import { IconButton } from '../components/button'
import { Avatar } from '../components/chip'
import { Icon } from '../components/icon'
import { CutName } from '../components/isolate'
import { lazyPart } from '../components/lazy-part'
import { Menu } from '../components/menu'
import { ErrorState } from '../components/states'
import {
  refreshSession,
  signInAddress,
  useSession,
  useSessionQuery,
} from '../features/accounts/session'
import { UnreadBadge } from '../features/inbox/unread-badge'
import { SetupCard } from '../features/onboarding/setup-card'
import { isolated } from '../lib/i18n'
import { currentPath, navigate } from '../lib/navigation'
import { ApiError } from '../lib/request'
import { m } from '../paraglide/messages.js'
import { Banners } from './banners'
import { LeaveQuestion } from './leave-question'
import { PaletteHost } from './palette-button'
import { isWithin, type NavSection, SECTIONS, SETTINGS } from './sections'
import './shell.css'
import { SectionShortcuts, ShortcutSheet } from './shortcut-sheet'
import { SignInAgain } from './sign-in-again'
import { MoreMenu, userMenuItems } from './user-menu'
import { Workspace } from './workspace'

/** The frame round every page of a signed-in person. Without a session it leads to sign-in. */
export function Shell({ children }: { children: ComponentChildren }) {
  const session = useSessionQuery()
  const isSignedOut = session.error instanceof ApiError && session.error.status === 401
  useEffect(() => {
    if (isSignedOut) navigate(signInAddress(), { replace: true })
  }, [isSignedOut])
  if (session.data) return <Frame>{children}</Frame>
  if (session.isPending || isSignedOut) return null
  return (
    <main>
      <h1 class="vh">{m.error_page_title()}</h1>
      <ErrorState
        error={session.error}
        notDone={m.error_nothing_changed()}
        onRetry={() => void refreshSession()}
      />
    </main>
  )
}

const IS_NARROW = 'sidebar-narrow'

const InboxNews = lazyPart(() => import('../features/inbox/news').then((c) => c.InboxNews))

/** On other pages the badge can wait until what one came for is there. */
const SETTLED_MS = 1500

/** Listens for news of the inbox on every page: the badge is right wherever one is. */
function News() {
  const isWanted = useSignal(false)
  const isInbox = isWithin(currentPath.value, '/inbox')
  useEffect(() => {
    const timer = setTimeout(() => {
      isWanted.value = true
    }, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [])
  // A workspace that is being deleted has no room to listen in.
  const isOpen = useSession().account.state === 'active'
  return isOpen && (isInbox || isWanted.value) ? <InboxNews /> : null
}

function Frame({ children }: { children: ComponentChildren }) {
  const isNarrow = useSignal(localStorage.getItem(IS_NARROW) !== null)
  const toggle = () => {
    isNarrow.value = !isNarrow.value
    if (isNarrow.value) localStorage.setItem(IS_NARROW, '1')
    else localStorage.removeItem(IS_NARROW)
  }
  return (
    <>
      <a class="skip" href="#main">
        {m.shell_skip()}
      </a>
      <div class={`app ${isNarrow.value ? 'is-narrow' : ''}`}>
        <Sidebar isNarrow={isNarrow.value} onToggle={toggle} />
        <div class="column">
          <Banners />
          <SetupCard />
          {children}
        </div>
      </div>
      <News />
      <ShortcutSheet />
      <LeaveQuestion />
      <PaletteHost />
      <SignInAgain />
      {[...SECTIONS, SETTINGS].map((section) => (
        <Fragment key={section.href}>
          <SectionShortcuts section={section} />
        </Fragment>
      ))}
    </>
  )
}

function Sidebar({ isNarrow, onToggle }: { isNarrow: boolean; onToggle: () => void }) {
  const session = useSession()
  return (
    <nav class="side" aria-label={m.shell_main()}>
      <Workspace />
      <ul class="nav">
        {SECTIONS.map((section) => (
          <NavItem key={section.href} section={section} isWide={section.isWide ?? false} />
        ))}
        <NavItem section={SETTINGS} isWide />
        <li class="more">
          <MoreMenu />
        </li>
      </ul>
      <div class="side-foot">
        <Menu
          from="start"
          trigger={{
            class: 'me',
            label: m.shell_user_menu({ name: isolated(session.user.name) }),
            content: (
              <>
                <Avatar name={session.user.name} />
                <span class="trunc">
                  <CutName value={session.user.name} />
                </span>
              </>
            ),
          }}
          items={userMenuItems()}
        />
        <span class="narrow-toggle">
          <IconButton
            icon={isNarrow ? PanelLeftOpen : PanelLeftClose}
            isIconDirectional
            variant="quiet"
            label={isNarrow ? m.shell_expand() : m.shell_collapse()}
            onClick={onToggle}
          />
        </span>
      </div>
    </nav>
  )
}

const NavItem = ({ section, isWide }: { section: NavSection; isWide?: boolean }) => (
  <li class={isWide ? 'wide' : ''}>
    <a
      href={section.href}
      aria-current={isWithin(currentPath.value, section.href) ? 'page' : undefined}
      title={section.label()}
    >
      <Icon of={section.icon} isDirectional={section.isIconDirectional ?? false} />
      <span class="lbl">{section.label()}</span>
      {section.href === '/inbox' && <UnreadBadge />}
    </a>
  </li>
)

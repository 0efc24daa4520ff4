import { MessagesSquare, Settings2, Volume2, VolumeX } from 'lucide-preact'
import { IconButton, LinkButton } from '../../components/button'
import { Icon } from '../../components/icon'
import { IgnoredNotice } from '../../components/ignored-notice'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { ConversationPane } from './conversation-pane'
import './inbox.css'
import { ConversationList } from './list'
import { inboxPlace } from './model'
import { unreadCount } from './signals'
import { hasSound, switchSound } from './sound'
import './thread.css'

/** Three panes on a desk; on a phone the list, then the thread, then the person. */
export function InboxPage() {
  const { c, info } = inboxPlace.value.value
  const unread = unreadCount.value
  const title = m.inbox_title()
  return (
    <div class={`inbox ${c ? 'has-thread' : ''} ${info ? 'has-info' : ''}`}>
      <Page
        title={title}
        documentTitle={unread > 0 ? `(${formatNumber(unread)}) ${title}` : title}
        actions={
          <>
            <IconButton
              icon={hasSound.value ? Volume2 : VolumeX}
              variant="quiet"
              label={hasSound.value ? m.inbox_sound_off() : m.inbox_sound_on()}
              onClick={() => switchSound(!hasSound.value)}
            />
            <LinkButton icon={Settings2} variant="quiet" href="/inbox/settings">
              <span class="vh">{m.inbox_settings()}</span>
            </LinkButton>
          </>
        }
      >
        <IgnoredNotice ignored={inboxPlace.ignored} />
        <div class="panes">
          <ConversationList />
          {c ? <ConversationPane id={c} /> : <NothingOpen />}
        </div>
      </Page>
    </div>
  )
}

const NothingOpen = () => (
  <div class="nothing-open muted">
    <Icon of={MessagesSquare} size="lg" />
    <p>{m.inbox_choose()}</p>
  </div>
)

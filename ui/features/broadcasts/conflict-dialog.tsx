import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Time } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import type { Draft } from './draft'

/** Two people edited at once: the later one sees it and chooses; nothing is overwritten unseen. */
export function ConflictDialog({ draft }: { draft: Draft }) {
  const theirs = draft.theirs.value
  return (
    <Dialog title={m.composer_conflict_title()} isOpen={theirs !== null} onClose={draft.takeTheirs}>
      <p>
        {theirs &&
          rich(m.composer_conflict_text, { time: <Time at={theirs.updatedAt} style="clock" /> })}
      </p>
      <div class="dialog-acts">
        <Button onClick={() => void draft.keepMine()}>{m.composer_conflict_mine()}</Button>
        <Button variant="primary" autofocus onClick={draft.takeTheirs}>
          {m.composer_conflict_theirs()}
        </Button>
      </div>
    </Dialog>
  )
}

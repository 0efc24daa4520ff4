import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { formatBytes } from '../../lib/format'
import { isolatedLtr } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useStorage } from './model'

/** What files take up, how much room there is, and what happens when it is used up. */
export function Storage() {
  return (
    <Section title={m.inbox_storage()}>
      <Loaded query={useStorage()} skeleton={<Skeleton shape="text" />}>
        {({ files, bytes, mostBytes }) => (
          <div class="panel pad storage-used">
            <meter
              min={0}
              max={mostBytes}
              high={0.9 * mostBytes}
              value={bytes}
              aria-label={m.inbox_storage()}
            />
            <p>
              {m.inbox_storage_used({
                used: isolatedLtr(formatBytes(bytes)),
                most: isolatedLtr(formatBytes(mostBytes)),
              })}
              {' · '}
              {m.inbox_storage_files({ count: files })}
            </p>
            <p class="sm muted">{m.inbox_storage_hint()}</p>
          </div>
        )}
      </Loaded>
    </Section>
  )
}

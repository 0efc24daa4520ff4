import { Banner } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'
import { useLostWork } from './lost-work'

/** Where its absence would be felt: that some work failed, and where it waits. */
export function LostWorkNotice() {
  const count = useLostWork().data?.count ?? 0
  if (count === 0) return null
  return (
    <Banner isInset action={<a href="/settings/work">{m.settings_work_open()}</a>}>
      {m.settings_work_notice({ count })}
    </Banner>
  )
}

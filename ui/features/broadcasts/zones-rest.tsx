import { MoonStar } from 'lucide-preact'
import type { PlanZones } from '../../../worker/contract/schedule'
import { Time } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { ZoneList } from './zone-list'

/** What quiet hours by recipients' clocks do to a send; nothing where none of it lies in them. */
export function ZonesRest({ zones, zone }: { zones: PlanZones; zone: string }) {
  if (zones.zones.every(({ stops }) => stops.length === 0)) return null
  return (
    <>
      <Banner tone="info" icon={MoonStar} isInset>
        {m.composer_zones_quiet()}{' '}
        {rich(m.composer_when_ends, {
          time: <Time at={zones.endsAt} style="full" timeZone={zone} />,
        })}{' '}
        <a href="/settings/quiet-hours">{m.composer_when_quiet_link()}</a>
      </Banner>
      <ZoneList zones={zones} />
    </>
  )
}

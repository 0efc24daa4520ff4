import { FlaskConical } from 'lucide-preact'
import { Button } from '../components/button'
import { Banner } from '../components/page-parts'
import { canSend, useSession } from '../features/accounts/session'
import { removeSamples } from '../features/contacts/samples'
import { useAction } from '../lib/action'
import { m } from '../paraglide/messages.js'

/** Apart from the other banners: most workspaces never see it. */
export function SampleBanner() {
  const mayRemove = canSend(useSession())
  const remove = useAction<null>(() => removeSamples())
  return (
    <Banner
      tone="info"
      icon={FlaskConical}
      action={
        mayRemove && (
          <Button size="slim" isBusy={remove.isBusy.value} onClick={() => void remove.run(null)}>
            {m.samples_remove()}
          </Button>
        )
      }
    >
      {remove.error.value ? m.samples_not_removed() : m.samples_shown()}
    </Banner>
  )
}

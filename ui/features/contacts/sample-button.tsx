import { FlaskConical } from 'lucide-preact'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { addSamples } from './samples'

/** Adds people who are made up and what they wrote, and shows them. */
export function SampleButton({ thenTo }: { thenTo: string }) {
  const add = useAction<null>(async (_input, key) => {
    await addSamples(key)
    navigate(thenTo)
  })
  return (
    <>
      <Button icon={FlaskConical} isBusy={add.isBusy.value} onClick={() => void add.run(null)}>
        {m.samples_try()}
      </Button>
      {add.error.value && <p class="t-danger">{describeFailure(add.error.value)}</p>}
    </>
  )
}

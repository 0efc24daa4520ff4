import { FlaskConical } from 'lucide-preact'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { useAction } from '../../lib/action'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { addSamples } from './samples'

/** Fills the list with people who are made up, and shows it. */
export function SampleButton() {
  const add = useAction<null>(async (_input, key) => {
    await addSamples(key)
    navigate('/contacts')
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

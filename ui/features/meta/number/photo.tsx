import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../../components/button'
import { describeFailure } from '../../../components/failure'
import { Section } from '../../../components/page-parts'
import { showToast } from '../../../components/toast'
import { useAction } from '../../../lib/action'
import { m } from '../../../paraglide/messages.js'
import { changeNumberPhoto } from '../api'
import './number.css'

type Props = { numberId: string; hasPhoto: boolean; onChanged: () => Promise<void> }
/** A file that was chosen, as far as the browser has drawn it. */
type Chosen = { file: File; url: string; state: 'drawing' | 'fit' | 'small' | 'broken' }

/** What Meta asks for, each way. */
const LEAST_PIXELS = 192

/** The picture itself lies on Meta's host, which our pages never ask: only whether there is one is told. */
export function Photo({ numberId, hasPhoto, onChanged }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const chosen = useSignal<Chosen | null>(null)
  const choose = (file: File | null) => {
    if (chosen.peek()) URL.revokeObjectURL(chosen.peek()?.url ?? '')
    chosen.value = file && { file, url: URL.createObjectURL(file), state: 'drawing' }
  }
  useEffect(() => () => choose(null), [])
  const upload = useAction<File>(async (file) => {
    await changeNumberPhoto(numberId, file)
    await onChanged()
    choose(null)
    showToast({ text: m.number_saved() })
  })
  const failure = upload.error.value
  const picked = chosen.value
  return (
    <Section title={m.number_photo()} level={3}>
      <div class="panel pad stack close">
        <p class="md">{hasPhoto ? m.number_photo_has() : m.number_photo_none()}</p>
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png"
          hidden
          aria-label={m.number_photo_choose()}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            if (file) {
              upload.reset()
              choose(file)
            }
            currentTarget.value = ''
          }}
        />
        {picked && (
          <Preview chosen={picked} onDrawn={(state) => (chosen.value = { ...picked, state })} />
        )}
        <div class="row">
          {picked?.state === 'fit' && (
            <Button
              variant="primary"
              isBusy={upload.isBusy.value}
              onClick={() => void upload.run(picked.file)}
            >
              {m.number_photo_use()}
            </Button>
          )}
          <Button onClick={() => input.current?.click()}>
            {picked ? m.number_photo_other() : m.number_photo_choose()}
          </Button>
          {picked && (
            <Button variant="quiet" onClick={() => choose(null)}>
              {m.common_cancel()}
            </Button>
          )}
        </div>
        <span class="sm muted">{m.number_photo_hint()}</span>
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      </div>
    </Section>
  )
}

type PreviewProps = { chosen: Chosen; onDrawn: (state: Chosen['state']) => void }

function Preview({ chosen: { url, state }, onDrawn }: PreviewProps) {
  if (state === 'broken') return <p class="t-danger">{m.number_photo_broken()}</p>
  return (
    <>
      <img
        class="photo-preview"
        src={url}
        alt={m.number_photo_preview()}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          onDrawn(Math.min(naturalWidth, naturalHeight) < LEAST_PIXELS ? 'small' : 'fit')
        }
        onError={() => onDrawn('broken')}
      />
      {state === 'small' && <p class="t-danger">{m.number_photo_small()}</p>}
    </>
  )
}

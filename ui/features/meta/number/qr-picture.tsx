import { Download } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from '../../../components/button'
import { QrCode } from '../../../components/qr-code'
import { m } from '../../../paraglide/messages.js'
import './number.css'

type Props = { url: string; file: string; children?: ComponentChildren }

/** The address of a chat for a phone's camera, and as a file for print. */
export function QrPicture({ url, file, children }: Props) {
  const picture = useRef<HTMLDivElement>(null)
  const save = () => {
    const drawn = picture.current?.querySelector('svg')
    if (drawn) saveAs(`${file}.svg`, toFile(drawn))
  }
  return (
    <div class="qr-picture">
      <div ref={picture}>
        <QrCode text={url} label={m.number_qr_label({ url })} />
      </div>
      <div class="stack close">
        {children}
        <div class="row">
          <Button size="slim" icon={Download} onClick={save}>
            {m.number_qr_save()}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** By itself it has no style sheet: dark on white is written into it. */
function toFile(drawn: SVGSVGElement): Blob {
  const copy = drawn.cloneNode(true)
  if (copy instanceof SVGSVGElement) {
    copy.setAttribute('color', '#000')
    copy.setAttribute('width', '1024')
    copy.setAttribute('height', '1024')
  }
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' })
}

function saveAs(name: string, content: Blob): void {
  const href = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), REVOKE_AFTER_MS)
}

/** By then the browser has taken it. */
const REVOKE_AFTER_MS = 10_000

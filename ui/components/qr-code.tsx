import { encode } from 'uqr'
import './qr-code.css'

/** Light modules around it: cameras look for four (ISO/IEC 18004). */
const BORDER = 4

/** An address as a picture for a phone's camera. `label` says where it leads; the address stands beside it as text. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER })
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('')
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} fill="currentColor" shape-rendering="crispEdges" />
    </svg>
  )
}

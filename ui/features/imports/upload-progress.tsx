import { WifiOff } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { IMPORT_MAX_BYTES } from '../../../worker/contract/imports'
import { Progress } from '../../components/bar'
import { Name } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { ErrorState } from '../../components/states'
import { formatBytes, formatPercent } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import type { Encoding } from './encoding'
import './imports.css'
import type { Refusal } from './reading'
import type { Upload } from './uploading'

/** A file on its way: being read, sent, or looked at by the server. */
export function UploadProgress({
  upload,
  actions,
}: {
  upload: Upload
  actions?: ComponentChildren
}) {
  const { phase, done, total, encoding, fileName, isWaiting } = upload
  const share = total > 0 ? done / total : 0
  return (
    <section class="panel pad stack close" aria-label={m.imports_step_source()}>
      <div class="row">
        <h2 class="grow">{rich(titleOf(phase), { file: <Name value={fileName} /> })}</h2>
        {actions}
      </div>
      <Progress value={done} max={total} label={titleOf(phase)({ file: fileName })} size="big" />
      <p class="sm muted row">
        <span class="num">{formatPercent(share, 0)}</span>
        <span class="num">
          {m.imports_sent_bytes({ done: formatBytes(done), total: formatBytes(total) })}
        </span>
      </p>
      {encoding && <p class="sm muted">{describeEncoding(encoding)}</p>}
      {isWaiting && (
        <Banner icon={WifiOff} isInset>
          {m.imports_waiting()}
        </Banner>
      )}
    </section>
  )
}

const titleOf = (phase: Upload['phase']) =>
  phase === 'reading'
    ? m.imports_reading
    : phase === 'finishing'
      ? () => m.imports_finishing()
      : m.imports_sending

const ENCODINGS: Record<Exclude<Encoding, 'utf-8'>, () => string> = {
  'utf-16le': m.imports_encoding_utf_16le,
  'utf-16be': m.imports_encoding_utf_16be,
  'windows-1255': m.imports_encoding_windows_1255,
  'windows-1252': m.imports_encoding_windows_1252,
}

/** What the file was written in, and that it was converted. */
export const describeEncoding = (encoding: Encoding): ComponentChildren =>
  encoding === 'utf-8'
    ? m.imports_utf8()
    : rich(m.imports_converted, { encoding: <bdi>{ENCODINGS[encoding]()}</bdi> })

/** Why a file was not taken, and that nothing happened. */
export function RefusedFile({ upload, wanted }: { upload: Upload; wanted?: string }) {
  if (upload.error) {
    return <ErrorState error={upload.error} notDone={m.imports_refused_not_done()} />
  }
  return (
    <Banner tone="danger" isInset>
      <bdi>{upload.fileName}</bdi>:{' '}
      {upload.refusal && describeRefusal(upload.refusal, upload, wanted ?? '')}{' '}
      {m.imports_refused_not_done()}
    </Banner>
  )
}

function describeRefusal(refusal: Refusal, { total }: Upload, wanted: string): ComponentChildren {
  switch (refusal) {
    case 'empty':
      return m.imports_refused_empty()
    case 'too_large':
      return m.imports_refused_too_large({
        size: formatBytes(total),
        most: formatBytes(IMPORT_MAX_BYTES),
      })
    case 'workbook':
      return m.imports_refused_workbook()
    case 'picture':
      return m.imports_refused_picture()
    case 'binary':
      return m.imports_refused_binary()
    case 'unreadable':
      return m.imports_refused_unreadable()
    case 'other_file':
      return rich(m.imports_refused_other_file, { file: <bdi>{wanted}</bdi> })
  }
}

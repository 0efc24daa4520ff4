import { useRoute } from 'preact-iso'
import * as v from 'valibot'
import type { ImportView } from '../../../worker/contract/imports'
import { Button } from '../../components/button'
import { Name } from '../../components/isolate'
import { Loaded, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { formatBytes, formatPercent } from '../../lib/format'
import { isolated, rich } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { CheckStep } from './check-step'
import { DropZone } from './drop-zone'
import { ImportFrame, type ImportStep } from './import-frame'
import { MatchStep } from './match-step'
import { useImport } from './model'
import { ResultStep } from './result-step'
import { RunningStep, Working } from './running-step'
import { RefusedFile, UploadProgress } from './upload-progress'
import { resumeUpload, stopUpload, upload } from './uploading'

/** One import at its own address: a reload, or another browser, comes back to the same step. */
export function ImportPage() {
  const { params } = useRoute()
  const id = params.id ?? ''
  const query = useImport(id)
  const { data } = query
  return (
    <ImportFrame
      step={data ? stepOf(data) : 'source'}
      matchHref={
        data && BEFORE_START.includes(data.state) ? `/contacts/import/${id}?step=match` : undefined
      }
      {...(data ? { documentTitle: titleOf(data) } : {})}
    >
      <Loaded query={query} skeleton={<Skeleton shape="text" />}>
        {(view) => <Step key={view.id} view={view} />}
      </Loaded>
    </ImportFrame>
  )
}

const place = urlState(v.object({ step: v.optional(v.picklist(['', 'match']), '') }))
const BEFORE_START: ImportView['state'][] = ['checking', 'checked']

/** Until it is started, one can go back to the matching. */
const isMatching = ({ state }: ImportView) =>
  state === 'matching' || (BEFORE_START.includes(state) && place.value.value.step === 'match')

const stepOf = (view: ImportView): ImportStep => (isMatching(view) ? 'match' : STEPS[view.state])

const STEPS: Record<ImportView['state'], ImportStep> = {
  uploading: 'source',
  matching: 'match',
  checking: 'check',
  checked: 'check',
  running: 'import',
  done: 'import',
  cancelled: 'import',
  failed: 'import',
  undoing: 'import',
  undone: 'import',
}

function titleOf(view: ImportView): string {
  const name = isolated(view.fileName)
  if (view.state !== 'running' && view.state !== 'checking') return `${m.imports_title()} · ${name}`
  return `${formatPercent(view.bytesRead / Math.max(1, view.size), 0)} · ${name}`
}

function Step({ view }: { view: ImportView }) {
  if (isMatching(view)) return <MatchStep view={view} />
  switch (view.state) {
    case 'uploading':
      return <Uploading view={view} />
    case 'checking':
      return <Working view={view} title={m.imports_checking()} text={m.imports_checking_text()} />
    case 'checked':
      return <CheckStep view={view} />
    case 'undoing':
      return <Working view={view} title={m.imports_undoing()} text={m.imports_undoing_text()} />
    case 'running':
      return <RunningStep view={view} />
    default:
      return <ResultStep view={view} />
  }
}

function Uploading({ view }: { view: ImportView }) {
  const discard = useAction(async () => {
    await stopUpload(view.id)
    navigate('/contacts/import', { replace: true })
  })
  const discardButton = (
    <Button isBusy={discard.isBusy.value} onClick={() => void discard.run(null)}>
      {m.imports_discard()}
    </Button>
  )
  const mine = upload.value?.importId === view.id ? upload.value : null
  if (mine && mine.phase !== 'refused' && mine.phase !== 'failed') {
    return <UploadProgress upload={mine} actions={discardButton} />
  }
  const arrived = Math.min(view.size, view.uploadedParts.length * view.partBytes)
  const file = <Name value={view.fileName} />
  return (
    <div class="stack tight">
      {mine && <RefusedFile upload={mine} wanted={view.fileName} />}
      <DropZone
        title={m.imports_resume_title()}
        buttonLabel={m.imports_choose_file()}
        onFile={(chosen) => void resumeUpload(view, chosen)}
      >
        <p>
          {arrived === 0
            ? rich(m.imports_resume_none, { file })
            : rich(m.imports_resume_text, {
                file,
                done: formatBytes(arrived),
                total: formatBytes(view.size),
              })}
        </p>
      </DropZone>
      <div class="row">{discardButton}</div>
    </div>
  )
}

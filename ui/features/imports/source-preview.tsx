import { FileCheck } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { IMPORT_DELIMITERS, type ImportDelimiter } from '../../../worker/contract/imports'
import { Button } from '../../components/button'
import { SelectField } from '../../components/field'
import { Icon } from '../../components/icon'
import { Name } from '../../components/isolate'
import { ScrollRegion } from '../../components/scroll-region'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { ENCODINGS, type Encoding } from './encoding'
import './imports.css'
import type { Found } from './reading'
import { closeFile, reread, type Source, sendFile } from './uploading'

/** What a file was taken for, with its first rows to see whether that is right. */
export const SourcePreview = ({ fileName, source }: { fileName: string; source: Source }) => (
  <>
    <div class="stack">
      <section class="panel pad stack close" aria-labelledby="source-file">
        <div class="row">
          <Icon of={FileCheck} />
          <h2 id="source-file" class="grow">
            <Name value={fileName} />
          </h2>
          <Button onClick={closeFile}>{m.imports_choose_other()}</Button>
        </div>
        <div class="source-choices">
          <Choices found={source.found} />
        </div>
      </section>
      <section class="sec">
        <header>
          <h2>{m.imports_preview()}</h2>
          <span class="muted sm">{m.imports_preview_hint()}</span>
        </header>
        <div class="panel" aria-busy={source.isRereading}>
          <Preview records={source.preview} />
        </div>
      </section>
    </div>
    <div class="dock import-dock">
      <p class="grow sm muted not-phone">{m.imports_not_yet()}</p>
      <Button
        variant="primary"
        isBusy={source.isRereading}
        onClick={() => void sendFile((id) => navigate(`/contacts/import/${id}`))}
      >
        {m.common_continue()}
      </Button>
    </div>
  </>
)

const ENCODING_NAMES: Record<Encoding, () => string> = {
  'utf-8': m.imports_encoding_utf_8,
  'utf-16le': m.imports_encoding_utf_16le,
  'utf-16be': m.imports_encoding_utf_16be,
  'windows-1255': m.imports_encoding_windows_1255,
  'windows-1252': m.imports_encoding_windows_1252,
}
const DELIMITER_NAMES: Record<ImportDelimiter, () => string> = {
  ',': m.imports_delimiter_comma,
  ';': m.imports_delimiter_semicolon,
  '\t': m.imports_delimiter_tab,
}

function Choices({ found }: { found: Found }): ComponentChildren {
  if (found.format === 'workbook') {
    return (
      <SelectField
        label={m.imports_sheet()}
        options={found.sheets.map((name, at) => ({ value: `${at}`, text: name }))}
        value={`${found.sheet}`}
        onChange={(sheet) => void reread({ sheet: Number(sheet) })}
      />
    )
  }
  const { encoding } = found
  const delimiter = found.format === 'text' ? found.delimiter : null
  const wish = { encoding, ...(delimiter && { delimiter }) }
  return (
    <>
      <SelectField
        label={m.imports_encoding()}
        options={ENCODINGS.map((value) => ({ value, text: ENCODING_NAMES[value]() }))}
        value={encoding}
        // Its options are the values of this type.
        onChange={(value) => void reread({ ...wish, encoding: value as Encoding })}
      />
      {delimiter && (
        <SelectField
          label={m.imports_delimiter()}
          options={IMPORT_DELIMITERS.map((value) => ({ value, text: DELIMITER_NAMES[value]() }))}
          value={delimiter}
          onChange={(value) => void reread({ ...wish, delimiter: value as ImportDelimiter })}
        />
      )}
    </>
  )
}

function Preview({ records }: { records: string[][] }) {
  const [head = [], ...rows] = records
  return (
    <ScrollRegion label={m.imports_preview()}>
      <table class="table">
        <caption class="vh">{m.imports_preview()}</caption>
        <thead>
          <tr>
            {head.map((cell, column) => (
              // Columns have no other name than their place.
              <th key={column} scope="col">
                <bdi>{cell}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {head.map((_, column) => (
                <td key={column}>
                  <bdi>{cells[column] ?? ''}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

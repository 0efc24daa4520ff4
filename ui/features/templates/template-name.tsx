import { Fragment } from 'preact'
import { Code } from '../../components/isolate'

/** Meta's names are one word joined by underscores; a long one may break after any of them. */
export const TemplateName = ({ name }: { name: string }) => (
  <Code>
    {name.split(/(?<=_)/).map((piece, index) => (
      <Fragment key={index}>
        {piece}
        <wbr />
      </Fragment>
    ))}
  </Code>
)

import type { TemplateComponent } from '../../contract/templates'

/** The template as it was at launch. */
export type FrozenTemplate = {
  id: string
  name: string
  language: string
  category: string
  parameterFormat: 'POSITIONAL' | 'NAMED'
  components: TemplateComponent[]
}

import { bundleWorkers } from '../../scripts/build.mjs'

/** The consumer that worker tests talk to is the one that would be deployed. */
export default async function bundleConsumer() {
  await bundleWorkers(['consumer'])
}

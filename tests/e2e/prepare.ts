// Playwright's global set-up: everything is built once.
import { buildStage } from './stage.ts';

// biome-ignore lint/style/noDefaultExport: Playwright calls the default export
export default async function prepare(): Promise<void> {
  await buildStage();
}

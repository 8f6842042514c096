// The smallest page that a shell can serve: it connects as the real one does and leaves the connection in reach of
// the tests. It has no screens.
import { connect } from '../../../renderer/session/connect.ts';

const connection = connect();
const state = document.querySelector('#state');
connection.onEngineState((next) => {
  if (state !== null) state.textContent = next;
});
Object.assign(window, { connection });

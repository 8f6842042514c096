// The door of serving the program's own pages; both shells use it.
export { contains, readPageFile } from './files.ts';
export { pageHeaders } from './headers.ts';

// Whether a text typed into the page may become the name of a new folder, on any of the three systems: a case folder
// made on one of them is copied to the others.

const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
// Separators, what Windows refuses, control characters, and what turns the direction of the text around it.
const FORBIDDEN = /[/\\:*?"<>|\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

export function isFolderName(name: string): boolean {
  if (name === '' || Buffer.byteLength(name) > 200 || FORBIDDEN.test(name) || /\p{Cs}/u.test(name)) return false;
  // Leading dots hide a folder (and cover `.` and `..`); Windows drops dots and spaces at the end.
  return !/^[.\s]/u.test(name) && !/[.\s]$/u.test(name) && !RESERVED.test(name);
}

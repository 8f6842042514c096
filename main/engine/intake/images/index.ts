// What the rest of the room asks of disk images.
export type { Image, ImageProblem } from './image.ts';
export { formOfFile, imageParts } from './copyForm.ts';
export { isEwf } from './ewf/sections.ts';
export { openImage } from './openImage.ts';
export { type ImageFile, type ImageFileSystem, type ImagePlace, type Listing, listFileSystems } from './listing.ts';
export { type Fragmented, seamPieces } from './seams.ts';
export { imageFiles, type ImageFilesAsked, MOST_BY_TOOL, type SeizedImageFile } from './imageFiles.ts';

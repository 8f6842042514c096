// Draws an edge as a line whose style is its kind of statement, with a solid head: solid a fact, double a derivation, dashed an inference,
// dotted an attribution, dash and dot an assumption, with cross ticks what was entered by hand, a ladder what joins two ledgers or assets,
// in pieces where that was only accepted. Readable without colour.
import { EdgeProgram, type ProgramInfo } from 'sigma/rendering';
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';
import { BYTE, FLOAT, setFrame, UNIFORMS, type Uniform } from './programFrame.ts';
import { ASIDE } from './stageModel.ts';
import { Upload } from './upload.ts';

const VERTEX = /* glsl */ `
attribute vec4 a_color;
attribute vec2 a_start;
attribute vec2 a_end;
attribute float a_radii;    // of both ends in whole px, 64 times the first and the second
attribute vec2 a_line;      // half width in px, pattern and 8 where it stands aside
attribute float a_corner;   // 0 to 5 the line, two triangles; 6 to 8 its head
uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;
varying vec4 v_color;
varying vec4 v_place;       // px from the start, px from the axis, px of one piece with the gap after it, where the gap begins
varying vec4 v_line;        // px of a pair of lines from the axis, half width where it is drawn and between, strength
varying vec4 v_dash;        // px of one round, where its dash ends, where a second begins and ends
const float bias = 255.0 / 254.0;
void main() {
  vec2 radii = vec2(floor(a_radii / 64.0), mod(a_radii, 64.0));
  bool beside = a_line.y > 7.5;
  float pattern = beside ? a_line.y - 8.0 : a_line.y;
  bool isHead = a_corner > 5.5;
  bool first = a_corner == 0.0 || a_corner == 3.0 || a_corner == 5.0 || a_corner == 6.0 || a_corner == 7.0;
  float across_at = a_corner == 8.0 ? 0.0 : a_corner < 1.5 || a_corner == 3.0 || a_corner == 6.0 ? -1.0 : 1.0;
  vec2 start = (u_matrix * vec3(a_start, 1.0)).xy * u_viewport * 0.5;
  vec2 end = (u_matrix * vec3(a_end, 1.0)).xy * u_viewport * 0.5;
  vec2 way = end - start;
  float whole = max(length(way), 0.001);
  vec2 along = way / whole;
  vec2 across = vec2(-along.y, along.x);
  float aside = (beside ? ${ASIDE.toFixed(1)} : 0.0) * min(1.0, 1.0 / u_sizeRatio);
  start += across * aside;
  float from = min(radii.x / u_sizeRatio + 1.0, whole * 0.4);
  float to = max(from + 1.0, whole - radii.y / u_sizeRatio - 2.0);
  // Far away heads and ticks shrink with the nodes.
  float shrink = min(1.0, 1.0 / u_sizeRatio);
  float half_px = max(0.6, a_line.x * shrink);
  float head = min((to - from) * 0.5, 7.0 * shrink + half_px * 1.5);
  float neck = to - head;
  float wing = 3.4 * shrink + half_px * 0.9;
  v_line = vec4(0.0, half_px, -9.0, 1.0);
  v_dash = vec4(1e6, 1e6, 0.0, 0.0);
  vec2 piece = vec2(1e6, 1e6);
  if (pattern < 0.5) { }
  // Two lines; too thin for two, a fainter one.
  else if (pattern < 1.5) v_line = half_px < 0.8 ? vec4(0.0, half_px, 0.0, 0.7) : vec4(half_px + 0.9, 0.55, 0.0, 1.0);
  else if (pattern < 2.5) v_dash = vec4(13.0, 7.5, 0.0, 0.0);
  else if (pattern < 3.5) { v_dash = vec4(6.0, 2.2, 0.0, 0.0); v_line.y += 0.2; }
  else if (pattern < 4.5) v_dash = vec4(18.0, 9.0, 12.5, 14.8);
  else if (pattern < 5.5) { v_dash = vec4(11.0, 1.6, 0.0, 0.0); v_line = vec4(0.0, max(0.7, 4.0 * shrink), 0.7, 1.0); }
  else {
    // A ladder: two rails, filled between them at each rung. What a rung would be outside of the rails is not drawn at all (reach).
    v_dash = vec4(6.5, 1.3, 0.0, 0.0);
    v_line = vec4(3.0 * shrink, 3.0 * shrink, 0.6, 1.0);
    if (pattern > 6.5) piece = vec2(19.5, 13.0);
  }
  float at;
  float reach;
  // Each pixel costs: the line is drawn no wider than it is, and the head, which is wider, by a triangle of its own.
  if (!isHead) {
    at = first ? from : neck;
    reach = v_line.x + (pattern > 5.5 ? 0.6 : v_line.y) + 0.6;
  } else {
    // Half a pixel wider than the head, so that its edge can fade.
    at = first ? neck : to + 0.6 * head / wing;
    reach = wing + 0.6;
    float half_here = (to - at) / head * wing;
    v_line = vec4(0.0, half_here, half_here, 1.0);
    v_dash = vec4(1e6, 1e6, 0.0, 0.0);
    piece = vec2(1e6, 1e6);
  }
  vec2 place = start + along * at + across * reach * across_at;
  gl_Position = vec4(place / (u_viewport * 0.5), 0.0, 1.0);
  v_place = vec4(at - from, reach * across_at, piece);
  v_color = a_color;
  v_color.a *= bias;
}
`;

// A processor that draws goes through every branch, so there are none: what a style is was worked out for its corners.
const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_place;
varying vec4 v_line;
varying vec4 v_dash;
void main() {
  float round = mod(v_place.x, v_dash.x);
  float on = max(1.0 - step(v_dash.y, round), step(v_dash.z, round) * (1.0 - step(v_dash.w, round)));
  float half_px = mix(v_line.z, v_line.y, on);
  float kept = 1.0 - step(v_place.w, mod(v_place.x, v_place.z));
  float a = clamp(0.5 + half_px - abs(abs(v_place.y) - v_line.x), 0.0, 1.0) * kept * v_line.w * v_color.a;
  gl_FragColor = vec4(v_color.rgb * a, a);
}
`;

interface LineData extends EdgeDisplayData {
  readonly pattern?: number;
  readonly aside?: number;
}
const CORNERS = 9;

export class LineProgram extends EdgeProgram<Uniform> {
  private readonly upload = new Upload();

  // Every corner is written out: see nodeProgram. Which line is meant by a click is counted, not read from the screen.
  getDefinition() {
    return {
      VERTICES: CORNERS,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: WebGLRenderingContext.TRIANGLES as 4,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_start', size: 2, type: FLOAT },
        { name: 'a_end', size: 2, type: FLOAT },
        { name: 'a_radii', size: 1, type: FLOAT },
        { name: 'a_line', size: 2, type: FLOAT },
        { name: 'a_color', size: 4, type: BYTE, normalized: true },
        { name: 'a_corner', size: 1, type: FLOAT },
      ],
    };
  }

  protected override bindProgram(program: ProgramInfo): void {
    this.upload.bind(program, this.array, (from) => {
      let offset = from;
      for (const attribute of this.ATTRIBUTES) offset += this.bindAttribute(attribute, program, offset);
    });
  }

  override reallocate(capacity: number): void {
    this.upload.changed();
    super.reallocate(capacity);
  }

  processVisibleItem(_index: number, startIndex: number, source: NodeDisplayData, target: NodeDisplayData, data: LineData): void {
    this.upload.changed();
    const array = this.array;
    const radii = 64 * Math.min(63, Math.round(source.size)) + Math.min(63, Math.round(target.size));
    const style = (data.pattern ?? 0) + ((data.aside ?? 0) > 0 ? 8 : 0);
    const colour = floatColor(data.color);
    let i = startIndex;
    for (let corner = 0; corner < CORNERS; corner++) {
      array[i++] = source.x;
      array[i++] = source.y;
      array[i++] = target.x;
      array[i++] = target.y;
      array[i++] = radii;
      array[i++] = (data.size || 2) / 2;
      array[i++] = style;
      array[i++] = colour;
      array[i++] = corner;
    }
  }

  setUniforms(params: RenderParams, program: ProgramInfo): void {
    setFrame(params, program);
  }
}

/**
 * What is cached, by kind: `make(bytes, id)` answers a new value of about so many bytes, `read(value)` uses all of it, and
 * values of a kind grow so many fold over a run.
 */
export const values = {
  objects: { growth: 8, make: makeAnswer, read: readAnswer },
  instances: { growth: 8, make: (bytes, id) => new Model(bytes, id), read: (model) => model.total() },
  buffers: { growth: 4, make: makePicture, read: readPicture },
};

const ROW_BYTES = 204;
const NODE_BYTES = 172;

/** An answer of another service, parsed: rows of numbers, places and flags. */
function makeAnswer(bytes, id) {
  const rows = [];
  const count = Math.max(1, Math.round(bytes / ROW_BYTES));
  for (let index = 0; index < count; index++) {
    rows.push({
      id: index,
      at: { x: id + 0.5, y: index + 0.25 },
      tags: [index & 7],
      open: (index & 1) === 0,
      parent: null,
    });
  }
  return { id, rows };
}

function readAnswer({ rows }) {
  let sum = 0;
  for (const row of rows) sum += row.id + row.at.x + row.at.y + row.tags[0];
  return sum;
}

class Node {
  constructor(index, weight) {
    this.index = index;
    this.weight = weight;
    this.bounds = [weight, weight + 1];
  }
}

/** An instance with a table of further ones, as compiled templates, schemas and models are. */
class Model {
  nodes = new Map();
  names = [];

  constructor(bytes, id) {
    this.id = id;
    const count = Math.max(1, Math.round(bytes / NODE_BYTES));
    for (let index = 0; index < count; index++) this.nodes.set(index, new Node(index, index + 0.5));
    for (let index = 0; index < count; index += 16) this.names.push(`node ${index}`);
  }

  total() {
    let sum = 0;
    for (const node of this.nodes.values()) sum += node.weight + node.bounds[1] + node.index;
    return sum;
  }
}

function makePicture(bytes, id) {
  return Buffer.allocUnsafeSlow(Math.round(bytes)).fill(id & 255);
}

function readPicture(buffer) {
  let sum = 0;
  for (let index = 0; index < buffer.length; index += 512) sum += buffer[index];
  return sum;
}

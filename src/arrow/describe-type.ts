import { Type, type DataType } from '@uwdata/flechette';

const UNITS = ['s', 'ms', 'us', 'ns'];
const FLOATS = ['float16', 'float32', 'float64'];

/** The type as Arrow's own tools write it, for messages: `list<float64>`, `timestamp[us, UTC]`. */
export function describeType(type: DataType): string {
  switch (type.typeId) {
    case Type.Dictionary:
      return `dictionary<${describeType(type.dictionary)}>`;
    case Type.Null:
      return 'null';
    case Type.Int:
      return `${type.signed ? '' : 'u'}int${type.bitWidth}`;
    case Type.Float:
      return FLOATS[type.precision] ?? 'float';
    case Type.Bool:
      return 'bool';
    case Type.Decimal:
      return `decimal(${type.precision}, ${type.scale})`;
    case Type.Date:
      return 'date';
    case Type.Time:
      return `time[${UNITS[type.unit] ?? ''}]`;
    case Type.Timestamp:
      return `timestamp[${UNITS[type.unit] ?? ''}${type.timezone === null ? '' : `, ${type.timezone}`}]`;
    case Type.Duration:
      return `duration[${UNITS[type.unit] ?? ''}]`;
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
      return `list<${describeType(type.children[0].type)}>`;
    case Type.FixedSizeList:
      return `list<${type.children[0] ? describeType(type.children[0].type) : ''}, ${type.stride}>`;
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return 'text';
    case Type.Struct:
      return 'struct';
    case Type.Map:
      return 'map';
    case Type.Union:
      return 'union';
    case Type.Interval:
      return 'interval';
    default:
      return 'binary';
  }
}

import { LabIcon } from '@jupyterlab/ui-components';
import svgstr from '../../style/phoenix.svg';

export const phoenixIcon = new LabIcon({ name: 'jupyterlab-phoenix:icon', svgstr });

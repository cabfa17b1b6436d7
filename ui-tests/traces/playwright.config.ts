import { defineConfig } from '@playwright/test';
import { PAGE_CONFIG } from '../page-config.ts';

export default defineConfig(PAGE_CONFIG);

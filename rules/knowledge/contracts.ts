import type { ResultContract } from "../../src/flow/model.js";
import { ERROR, POSITIVE, ZERO } from "../../src/flow/values.js";

const ERR_ONLY =
	/^(devm_clk_get|clk_get|devm_ioremap_resource|devm_platform_ioremap_resource|devm_platform_get_and_ioremap_resource|devm_regulator_get|devm_reset_control_get\w*|devm_gpiod_get|devm_regmap_init_\w+|kthread_run|kthread_create|filp_open|class_create|platform_device_register_\w+|devm_pinctrl_get|syscon_regmap_lookup_by_\w+|crypto_alloc_\w+|devm_phy_get|root_device_register|bpf_prog_get\w*|memdup_user\w*|anon_inode_getfile|device_create\w*|devm_devfreq_add_device|hwmon_device_register\w*|devm_hwmon_device_register_with_info|regulator_get|dma_buf_get|sock_alloc_file|kern_mount|debugfs_create_dir|usb_get_phy|clk_register\w*|fwnode_find_reference|devm_gpiod_get_index)$/;
const NULL_ONLY =
	/^(devm_)?(kmalloc|kzalloc|kcalloc|kmalloc_array|kasprintf|kstrdup|ioremap)$|^dev_get_regmap$|^create_singlethread_workqueue$/;
const OPTIONAL = /_optional$/;
/^(devm_)?(kmalloc|kzalloc|kcalloc|kmalloc_array|kasprintf|kstrdup|ioremap)$|^dev_get_regmap$|^create_singlethread_workqueue$/;

export function contractOf(name: string): ResultContract | null {
	if (ERR_ONLY.test(name)) return { values: ERROR | POSITIVE, failures: ERROR };
	if (OPTIONAL.test(name)) return { values: ERROR | ZERO | POSITIVE, failures: ERROR };
	if (NULL_ONLY.test(name)) return { values: ZERO | POSITIVE, failures: ZERO };
	return null;
}

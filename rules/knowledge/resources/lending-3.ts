/** Part 3 of what `lending.ts` names. Derived from Linux 6.12 by `npm run derive:resources`. */
export const calls = `
	xdp_rxq_info_is_reg xdr_encode_opaque:1 xdr_encode_opaque_fixed:1 xdr_stream_encode_opaque:1 xenbus_read
	xenbus_read_unsigned xenbus_scanf:1 xenbus_scanf:2 xfrm_input_state xfrm_offload xfrm_state_hold xs_net
	xsk_get_pool_from_qid xt_hook_ops_alloc:0 xt_register_template:0 xts_verify_key:0 zero_fill_bio
`;

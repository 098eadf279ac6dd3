{{ config(severity='warn') }}
-- a credit note should be a refund, not an invoice below zero
select invoice_id, amount from {{ ref('billing_invoices') }} where amount < 0

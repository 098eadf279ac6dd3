//! A contract promises a column that the table does not have, or has with another type.

use super::RuleContext;
use crate::diagnostics::nearest;
use crate::model::{
    Asset, AssetIx, Catalog, ContractColumn, ContractTable, OutputPort, OwnPortIx, ProductIx, RuleFact,
};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        for (position, port) in product.output_ports.iter().enumerate() {
            let Some((tables, behind)) = catalog.compared_contract(port) else { continue };
            let asset = catalog.asset(behind);
            match matching_table(tables, asset, port) {
                Some(table) => compare(table, behind, index, context),
                None => {
                    let names = tables.iter().filter_map(|table| table.names.first().cloned()).collect();
                    let fact = RuleFact::ContractOfOtherTable {
                        port: OwnPortIx(position),
                        asset: behind,
                        tables: names,
                    };
                    context.report(index, fact, tables[0].span);
                }
            }
        }
    }
}

/// Applies to products with contracts.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.output_ports.iter().any(|port| catalog.compared_contract(port).is_some())
}

/// Returns the table of a contract that is the one behind a port. If a contract has a single table, with the
/// port's name, it is that one, whatever its name in the warehouse.
fn matching_table<'c>(
    tables: &'c [ContractTable],
    asset: &Asset,
    port: &OutputPort,
) -> Option<&'c ContractTable> {
    let relation = asset.relation.as_deref().unwrap_or_default();
    let names = |table: &&ContractTable| {
        table.names.iter().any(|name| {
            *name == asset.table_name()
                || relation
                    .strip_suffix(name.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                || tables.len() == 1 && *name == port.id.replace('-', "_")
        })
    };
    tables.iter().find(names)
}

fn compare(table: &ContractTable, behind: AssetIx, product: ProductIx, context: &mut RuleContext<'_>) {
    let asset = context.catalog.asset(behind);
    for promised in &table.columns {
        let name = &promised.name;
        let column = asset.present_columns().find(|column| column.name.eq_ignore_ascii_case(name));
        let fact = match column {
            None => {
                let near = nearest(name, asset.present_columns().map(|column| column.name.as_str()));
                let near = near.map(str::to_owned);
                RuleFact::ContractColumnMissing { asset: behind, column: name.clone(), near }
            }
            Some(column) => match differing(promised, column.data_type.as_deref()) {
                None => continue,
                Some((promised, real)) => RuleFact::ContractColumnType {
                    asset: behind,
                    column: name.clone(),
                    promised: promised.to_owned(),
                    real: real.to_owned(),
                },
            },
        };
        context.report(product, fact, promised.span);
    }
}

/// Returns the promised and the actual type, if they cannot be the same.
fn differing<'a>(promised: &'a ContractColumn, real: Option<&'a str>) -> Option<(&'a str, &'a str)> {
    let (logical, real) = (promised.logical_type.as_deref()?, real?);
    let fits = match (logical.to_lowercase().as_str(), family(real)?) {
        // Warehouses store whole numbers as decimals, and structures as text.
        ("number", TypeFamily::Integer | TypeFamily::Number)
        | ("integer", TypeFamily::Integer | TypeFamily::Number)
        | ("string", TypeFamily::Text)
        | ("boolean", TypeFamily::Boolean)
        | ("date", TypeFamily::Date)
        | ("timestamp", TypeFamily::Timestamp)
        | ("time", TypeFamily::Time)
        | ("object" | "array", TypeFamily::Structure | TypeFamily::Text) => true,
        (
            "number" | "integer" | "string" | "boolean" | "date" | "timestamp" | "time" | "object" | "array",
            _,
        ) => false,
        _ => true,
    };
    (!fits).then_some((logical, real))
}

/// What a warehouse type holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TypeFamily {
    Text,
    Integer,
    Number,
    Boolean,
    Date,
    Timestamp,
    Time,
    Structure,
}

/// Returns the family of a type, by the names of Postgres, Snowflake, BigQuery, Redshift, Databricks and
/// DuckDB; `None` for a name that none of them has.
fn family(data_type: &str) -> Option<TypeFamily> {
    let lower = data_type.trim().to_lowercase();
    if lower.ends_with("[]") {
        return Some(TypeFamily::Structure);
    }
    let name = lower.split(['(', '<', ' ']).next().unwrap_or_default();
    Some(match name {
        "text" | "string" | "varchar" | "char" | "character" | "nvarchar" | "nchar" | "bpchar" | "uuid"
        | "clob" => TypeFamily::Text,
        "int" | "integer" | "bigint" | "smallint" | "tinyint" | "int2" | "int4" | "int8" | "int16"
        | "int32" | "int64" | "hugeint" | "long" | "byteint" | "ubigint" | "uinteger" => TypeFamily::Integer,
        "number" | "numeric" | "decimal" | "float" | "float4" | "float8" | "float64" | "double" | "real"
        | "bignumeric" => TypeFamily::Number,
        "bool" | "boolean" => TypeFamily::Boolean,
        "date" => TypeFamily::Date,
        "time" => TypeFamily::Time,
        "struct" | "record" | "array" | "map" | "json" | "jsonb" | "variant" | "object" | "super" => {
            TypeFamily::Structure
        }
        stamp if stamp.starts_with("timestamp") || stamp.starts_with("datetime") => TypeFamily::Timestamp,
        _ => return None,
    })
}

#pragma once

#include "core/io/stores/sqlite.h"

#include <vector>

namespace wick::io {

/// One step of a schema: the statements of a file NNNN_name.sql.
struct Migration
{
    int number = 0; ///< user_version after it
    QString name;
    std::vector<QString> statements;
};

/// The steps in a folder, in the order of their numbers, which count from 1 without a hole.
/// In a file a statement ends with a line that ends in `;` and does not begin with a blank: lines
/// inside a table or a trigger are indented. Lines that begin with `--` are comments.
[[nodiscard]] StoreResult<std::vector<Migration>> readMigrations(const QString& folder);

/// Brings a database from its user_version to the newest step in one transaction. A database that
/// already has content is copied to FILE.vN.bak first.
[[nodiscard]] StoreResult<void>
migrate(SqliteStore& store, const std::vector<Migration>& migrations, std::uint32_t applicationId);

} // namespace wick::io

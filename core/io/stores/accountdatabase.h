#pragma once

#include "core/io/stores/sqlite.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace wick::io {

/// The paper accounts of a data folder, in account.db: what the risk module must know of each after
/// a crash. Every save is synced. Thread: that which opened it.
class AccountDatabase
{
public:
    /// What is known of an account.
    struct Kept
    {
        std::int64_t account = 0; ///< counted from 1
        std::int64_t savedMs = 0;
        std::string state; ///< core::decodeRiskState() reads it
    };

    /// Opens or makes the file. Errors: those of SqliteStore::open().
    [[nodiscard]] static StoreResult<AccountDatabase> open(const QString& path);

    /// The newest account; none before the first was saved.
    [[nodiscard]] StoreResult<std::optional<Kept>> newest();
    /// Begins an account after all others, with its first state; returns its number.
    [[nodiscard]] StoreResult<std::int64_t> begin(std::int64_t nowMs, const std::string& state);
    /// Replaces what is known of an account.
    [[nodiscard]] StoreResult<void>
    save(std::int64_t account, std::int64_t nowMs, const std::string& state);

private:
    explicit AccountDatabase(std::unique_ptr<SqliteStore> store) noexcept;

    std::unique_ptr<SqliteStore> m_store;
};

} // namespace wick::io

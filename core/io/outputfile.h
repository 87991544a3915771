#pragma once

#include "core/base/result.h"

#include <QString>

#include <memory>
#include <string_view>

class QSaveFile;

namespace wick::io {

/// Why a file could not be written; `sentence` is for people and names it.
struct OutputError
{
    QString file;
    QString sentence;
};

/// A file that appears whole or not at all: until commit() an older one of the same name stays as
/// it is. Opening it before long work finds out early whether it can be written.
class OutputFile
{
public:
    [[nodiscard]] static core::Result<OutputFile, OutputError> open(const QString& path);

    OutputFile(OutputFile&&) noexcept;
    OutputFile& operator=(OutputFile&&) noexcept;
    ~OutputFile();

    /// Writes the content and puts the file in its place.
    [[nodiscard]] core::Result<void, OutputError> commit(std::string_view content);
    [[nodiscard]] QString path() const;

private:
    explicit OutputFile(std::unique_ptr<QSaveFile> file);

    std::unique_ptr<QSaveFile> m_file;
};

} // namespace wick::io

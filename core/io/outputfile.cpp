#include "core/io/outputfile.h"

#include <QSaveFile>

#include <utility>

namespace wick::io {

using core::Failure;
using core::Result;

namespace {

[[nodiscard]] OutputError errorOf(const QSaveFile& file)
{
    return {file.fileName(),
            file.fileName() % QStringLiteral(": cannot be written: ") % file.errorString()};
}

} // namespace

OutputFile::OutputFile(std::unique_ptr<QSaveFile> file)
    : m_file(std::move(file))
{}

OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

Result<OutputFile, OutputError> OutputFile::open(const QString& path)
{
    auto file = std::make_unique<QSaveFile>(path);
    if (!file->open(QIODevice::WriteOnly)) {
        return Failure{errorOf(*file)};
    }
    return OutputFile{std::move(file)};
}

Result<void, OutputError> OutputFile::commit(std::string_view content)
{
    const auto size = static_cast<qint64>(content.size());
    if (m_file->write(content.data(), size) != size || !m_file->commit()) {
        return Failure{errorOf(*m_file)};
    }
    return {};
}

QString OutputFile::path() const
{
    return m_file->fileName();
}

} // namespace wick::io

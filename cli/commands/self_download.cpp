// argocdpp self-download: fetches the command line that the server offers, ready to run.
//
// The file is in place only when it is complete, as long as promised and a program; until then it
// has another name and is nobody else's. Neither the token nor --header goes with it: downloads are
// public.

#include "../build_info.hpp"
#include "../commands.hpp"
#include "../invocation.hpp"
#include "../staged_file.hpp"

#include <argocdpp/downloads.hpp>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <digest.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string output = "./argocd";
    std::string os = "linux";
    std::string arch;
    std::string sha256;
};

void describe(flag_set& flags, options& given) {
    const std::string& platform = this_build().platform;
    given.arch = platform.substr(platform.find('/') + 1);
    flags.add(given.arch, "arch", 0, "architecture of the program");
    flags.add(given.os, "os", 0, "system of the program: linux, darwin, windows");
    flags.add(given.output, "output", 0, "where to put it; a file there is replaced");
    flags.add(given.sha256, "sha256", 0, "digest that the file must have, in hexadecimal");
}

/// "153.7"; a megabyte has a million bytes.
std::string megabytes(std::uint64_t bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", static_cast<double>(bytes) / 1e6);
    return text;
}

bool begins_program(std::string_view head, std::string_view os) {
    if (os == "windows")
        return head.starts_with("MZ");
    if (os == "darwin")
        return head == "\xcf\xfa\xed\xfe" || head == "\xca\xfe\xba\xbe";
    return head == "\x7f"
                   "ELF";
}

/// The download on its way to the disk.
class incoming final : public download_target {
  public:
    incoming(invocation& call, std::string name, const options& given)
        : streams_(call.streams())
        , name_(std::move(name))
        , given_(given)
        , file_(given.output) {}
    incoming(const incoming&) = delete;
    incoming& operator=(const incoming&) = delete;
    ~incoming() override { clear_line(); }

    void start(std::optional<std::uint64_t> total_size) override {
        file_.clear();
        head_.clear();
        received_ = 0;
        total_ = total_size.value_or(0);
        if (digest_)
            digest_->reset();
        else if (!given_.sha256.empty())
            digest_.emplace();
    }

    void write(std::string_view piece) override {
        head_.append(piece.substr(0, 4 - head_.size()));
        if (head_.size() == 4)
            check_head();
        file_.write(piece);
        if (digest_)
            digest_->feed(piece);
        received_ += piece.size();
        show_progress();
    }

    /// Puts the file in its place. Throws `failure` where it is not what was asked for.
    std::uint64_t keep() {
        check_head();
        if (digest_)
            check_digest();
        file_.keep(0755);
        return received_;
    }

  private:
    void check_head() const {
        if (!begins_program(head_, given_.os))
            throw failure(exit_code::failure,
                          "what the server sends as " + name_ + " is no program for " + given_.os);
    }

    void check_digest() {
        std::string wanted = given_.sha256;
        std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const std::string found = digest_->finish();
        if (found != wanted)
            throw failure(exit_code::failure, name_ + " has the sha256 " + found + ", not " +
                                                  wanted + "; nothing was saved");
    }

    void show_progress() {
        if (!streams_.err_is_terminal())
            return;
        std::string line = name_ + "  " + megabytes(received_);
        if (total_ > 0)
            line += " of " + megabytes(total_);
        line += " MB";
        if (line == line_)
            return;
        streams_.err("\r" + line + "\x1b[K");
        line_ = std::move(line);
    }

    void clear_line() {
        if (!line_.empty())
            streams_.err("\r\x1b[K");
        line_.clear();
    }

    terminal& streams_;
    std::string name_;
    const options& given_;
    staged_file file_;
    std::optional<sha256> digest_;
    std::string head_;
    std::string line_;
    std::uint64_t received_ = 0;
    std::uint64_t total_ = 0;
};

void check_options(const options& given) {
    const auto is_hex = [](unsigned char c) { return std::isxdigit(c) != 0; };
    const bool is_digest =
        given.sha256.size() == 64 && std::all_of(given.sha256.begin(), given.sha256.end(), is_hex);
    if (!given.sha256.empty() && !is_digest)
        throw failure(exit_code::failure, "--sha256 takes 64 hexadecimal digits");
    if (given.os != "linux" && given.os != "darwin" && given.os != "windows")
        throw failure(exit_code::failure, "--os is one of linux, darwin, windows");
}

task<std::uint64_t> save(client& argocd, invocation& call, std::string name, const options& given) {
    incoming file(call, name, given);
    try {
        co_await argocd.files().fetch(name, file);
    } catch (const error& problem) {
        if (problem.kind != error_kind::not_found)
            throw;
        throw failure(exit_code::error,
                      "the server offers no " + name + ": " + problem.server_text);
    }
    co_return file.keep();
}

task<exit_code> run(invocation& call, options given) {
    if (!call.arguments().empty())
        throw show_help();
    check_options(given);
    client_settings settings = call.settings();
    settings.token.clear();
    settings.headers.clear();
    const auto argocd = call.connect(std::move(settings));
    const std::string ending = given.os == "windows" ? ".exe" : "";
    const std::string name = "argocd-" + given.os + "-" + given.arch + ending;
    const std::uint64_t size = co_await save(*argocd, call, name, given);
    call.streams().err(name + " (" + megabytes(size) + " MB) saved to " + given.output + "\n");
    co_return exit_code::success;
}

} // namespace

const command self_download = {
    .path = "self-download",
    .summary = "Fetch the command line that the server offers",
    .details = "Servers offer the official argocd, mostly for Linux and their own architecture.\n"
               "A transfer that is cut goes on where it stopped.",
    .differences = "The official CLI has no such command.",
    .examples = "argocdpp self-download\n"
                "argocdpp self-download --output ~/bin/argocd --arch arm64",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli

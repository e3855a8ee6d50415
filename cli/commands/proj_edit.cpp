// argocdpp proj edit: has a project's spec edited as YAML, and writes what was changed in it.

#include "../commands.hpp"
#include "../project_edit.hpp"
#include "../spec_document.hpp"
#include "../spec_edit.hpp"

#include <argocdpp/projects.hpp>
#include <argocdpp/proto/codec.hpp>

namespace argocdpp::cli {
namespace {

using proto::any;

struct options {};

void describe(flag_set&, options&) {}

class edited_project final : public edited_document {
  public:
    edited_project(invocation& call, std::string name)
        : call_(call)
        , name_(std::move(name)) {}

    std::string_view noun() const override { return "project"; }
    std::string_view failed() const override { return "failed to update project:\n"; }
    void check(const any& spec) const override { proto::decode<proto::project_spec>(spec); }
    task<void> save(document_change change) override {
        projects::change apply = [&](proto::project& project) {
            any document = proto::encode(project);
            change(document);
            project = proto::decode<proto::project>(document);
            return true;
        };
        co_await call_.server().projs().edit(name_, std::move(apply));
    }

  private:
    invocation& call_;
    std::string name_;
};

task<exit_code> run(invocation& call, options) {
    expect_arguments(call, 1);
    const auto& name = call.arguments().front();
    const auto project = co_await call.server().projs().get(name);
    any document = proto::encode(project);
    edited_project edited(call, name);
    co_await edit_spec(call, edited, name, object_in(document, "spec"));
    co_return exit_code::success;
}

} // namespace

const command proj_edit = {
    .path = "proj edit",
    .arguments = "PROJECT",
    .names = {name_kind::project},
    .summary = "Edit a project's spec",
    .details = "Opens the spec in the program that $EDITOR names, or vi. What others change "
               "meanwhile stays. An edit that the server refuses is opened again with the reason.",
    .differences = "Puts what was changed into the project as it is by then; an edit that could "
                   "not be saved is kept in a file that it names.",
    .examples = "argocdpp proj edit team-a",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli

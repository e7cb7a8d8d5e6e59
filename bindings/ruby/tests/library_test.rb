# frozen_string_literal: true

require_relative "helper"
require "fileutils"
require "json"
require "open3"
require "tmpdir"

# How a fresh Ruby finds the C library, and that its functions are declared as in the header.
class LibraryTest < Minitest::Test
  HEADER = File.read(File.expand_path("../../../include/visitorseal.h", __dir__))

  CODE = <<~RUBY
    require "visitorseal"
    begin
      print Visitorseal::Signer.new(:bookbag, "key").digest("message")
    rescue Visitorseal::ConfigurationError => error
      print error.code, " ", error.reason
    end
  RUBY

  # What a fresh Ruby prints: the digest, or the error's code and reason.
  def sign_in_fresh_ruby(*options, **environment)
    Open3.capture2e(environment.transform_keys(&:to_s), "ruby", *options, "-e", CODE).first
  end

  BUNDLED = Visitorseal.const_get(:LibraryFile)::BUNDLED
  LIB = File.expand_path("../../..", BUNDLED)

  # The name of the gem for this Linux.
  GEM = "#{RbConfig::CONFIG["host_cpu"]}-linux-#{RUBY_PLATFORM.include?("musl") ? "musl" : "gnu"}"

  # What a fresh Ruby prints with a copy of the gem, whose library has this text, where the system has a library of this source.
  def sign_with_system(source, bundled: nil)
    skip "only Linux finds a library so" unless RUBY_PLATFORM.include?("linux")
    Dir.mktmpdir do |folder|
      FileUtils.cp_r(LIB, folder)
      file = BUNDLED.sub(LIB, "#{folder}/lib")
      bundled ? File.write(file, bundled) : FileUtils.rm_f(file)
      make_library(source, "#{folder}/libvisitorseal.so.#{Visitorseal.const_get(:INTERFACE)}")
      sign_in_fresh_ruby("-I#{folder}/lib", LD_LIBRARY_PATH: folder, VISITORSEAL_LIBRARY: nil)
    end
  end

  def test_the_file_in_the_gem_is_used
    skip "this is no installed gem" unless Gem.loaded_specs.key?("visitorseal")
    assert_equal hmac("message", "key"), sign_in_fresh_ruby(VISITORSEAL_LIBRARY: nil)
    assert_equal hmac("message", "key"), sign_in_fresh_ruby(VISITORSEAL_LIBRARY: "")
  end

  def test_the_environment_names_the_file_and_no_other_is_tried
    error = sign_in_fresh_ruby(VISITORSEAL_LIBRARY: "/nowhere/lib.so")
    assert_match(%r{\Alibrary_missing .*\. VISITORSEAL_LIBRARY names /nowhere/lib\.so\. Correct it, or unset it\.\z}, error)
  end

  def test_a_broken_file_in_the_gem_is_an_error_even_if_the_system_has_a_library
    error = sign_with_system(version_function("0.0.9"), bundled: "")
    assert_match(%r{\Alibrary_missing .*/lib/visitorseal/.*file too short\)\. Install the gem again, for #{GEM}\.\z}, error)
  end

  def test_the_systems_library_is_used_if_the_gem_has_none
    error = sign_with_system(version_function("9.9.9"))
    assert_match(/\Alibrary_version The C library libvisitorseal\.so\.\S+ has version 9\.9\.9, .*\. Install the gem for #{GEM}, or set/, error)
  end

  # The loaders of a Mac and of Windows also look for a bare name in the current folder.
  def test_on_a_mac_and_on_windows_only_whole_paths_are_tried
    code = <<~RUBY
      require "ffi"
      FFI::Platform.send(:remove_const, :OS)
      FFI::Platform::OS = ARGV[0]
      there = { #{BUNDLED.inspect} => false, "/opt/homebrew/lib/libvisitorseal.dylib" => true }
      File.singleton_class.prepend(Module.new { define_method(:file?) { |path| there.fetch(path) { super(path) } } })
      require "visitorseal"
      print Visitorseal.const_get(:LibraryFile).candidates
    RUBY
    { "darwin" => ["/opt/homebrew/lib/libvisitorseal.dylib"], "windows" => [BUNDLED] }.each do |system, files|
      assert_equal files.to_s, Open3.capture2e({ "VISITORSEAL_LIBRARY" => nil }, "ruby", "-I#{LIB}", "-e", code, system).first
    end
  end

  def test_the_platform_is_that_of_the_gems_name
    names = {
      "x86_64-linux" => "x86_64-linux-gnu", "aarch64-linux-gnu" => "aarch64-linux-gnu", "x86_64-linux-musl" => "x86_64-linux-musl",
      "arm64-darwin23" => "arm64-darwin", "x64-mingw-ucrt" => "x64-mingw-ucrt"
    }
    names.each { |arch, name| assert_equal name, Visitorseal.const_get(:LibraryFile).send(:platform, arch) }
  end

  # A loader's words about a file that this user may not read: glibc's and musl's. Root may read every file.
  def test_a_file_that_this_user_may_not_read_is_an_error_that_says_so
    ["x.so: cannot open shared object file: Permission denied", "Error loading shared library x.so: Permission denied"].each do |said|
      assert_equal "This user may not read the file. Change its permissions.", Visitorseal.const_get(:Library).send(:what_to_do, said)
    end
  end

  def test_a_file_that_is_not_a_library_is_an_error
    assert_match(/\Alibrary_missing /, sign_in_fresh_ruby(VISITORSEAL_LIBRARY: __FILE__))
  end

  def test_a_folder_from_which_programs_may_not_run_is_an_error_that_says_so
    file = ENV.fetch("VISITORSEAL_LIBRARY", "")
    file = BUNDLED if file.empty?
    Dir.mktmpdir do |folder|
      # The folder is mounted for this process alone.
      mount = ["unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs -o noexec none "$1" && shift && "$@"', "sh", folder]
      skip "this user may not mount a folder" unless system(*mount, "true", out: File::NULL, err: File::NULL)
      command = 'cp "$1" "$2/lib.so" && VISITORSEAL_LIBRARY=$2/lib.so exec ruby -e "$3"'
      error = Open3.capture2e(*mount, "sh", "-c", command, "sh", file, folder, CODE).first
      assert_match(%r{\Alibrary_missing .*/lib\.so: .*The folder is mounted with noexec: .*set VISITORSEAL_LIBRARY}, error)
    end
  end

  # What a fresh Ruby prints with a library of this source.
  def sign_with(source)
    Dir.mktmpdir do |folder|
      make_library(source, "#{folder}/other.so")
      sign_in_fresh_ruby(VISITORSEAL_LIBRARY: "#{folder}/other.so")
    end
  end

  def make_library(source, file)
    skip "there is no gcc to make another version with" unless system("gcc --version", out: File::NULL, err: File::NULL)
    output, made = Open3.capture2e("gcc", "-shared", "-fPIC", "-xc", "-o", file, "-", stdin_data: source)
    assert_predicate made, :success?, output
  end

  def version_function(version) = "const char *visitorseal_version(void) { return \"#{version}\"; }"

  def test_a_library_of_another_version_is_an_error
    { version_function("9.9.9") => "version 9.9.9", "int other;" => "no version" }.each do |source, named|
      assert_match(/\Alibrary_version The C library \S+other\.so has #{named}, and this gem needs/, sign_with(source))
    end
  end

  # An older library whose interface is the same.
  def test_a_library_that_lacks_a_function_is_an_error_that_names_the_function
    version = "#{Visitorseal.const_get(:INTERFACE)}.0"
    names = HEADER.scan(/\bvisitorseal_\w+(?=\()/).uniq - ["visitorseal_version"]
    %w[visitorseal_signer_digest_text visitorseal_signer_sign_text visitorseal_verified_fill visitorseal_verified_free].each do |missing|
      assert_includes names, missing
      source = [version_function(version), *(names - [missing]).map { |name| "void #{name}(void) {}" }].join("\n")
      assert_match(/\Alibrary_version The C library \S+ has version #{Regexp.escape(version)} and lacks the function #{missing}, .*Correct it/, sign_with(source))
    end
  end

  # The header's parameters as FFI's types.
  def declared(parameters)
    parameters.split(",").map(&:strip).reject { |parameter| parameter == "void" }.map do |parameter|
      next :size_t if parameter.start_with?("size_t ") && !parameter.include?("*")
      next :uint64 if parameter.start_with?("uint64_t ")
      next :int32 if parameter.start_with?("int32_t ") && !parameter.include?("*")

      parameter.include?("*") ? :pointer : flunk("what is #{parameter}?")
    end
  end

  def test_functions_are_declared_as_in_the_header
    functions = Visitorseal.const_get(:Library)::FUNCTIONS
    returns = { "int32_t" => :int32, "size_t" => :size_t, "void" => :void, "const char *" => :string }
    functions.each do |name, (returned, *taken)|
      found = HEADER.match(/^(int32_t|size_t|void|const char \*) ?visitorseal_#{name}\(([^)]*)\);/m) or flunk("no #{name}")
      assert_equal returns[found[1]], returned, name
      assert_equal declared(found[2]), taken.map { |type| type == :buffer_in ? :pointer : type }, name
    end
  end

  # The members of a struct of the header: name, size and alignment.
  def members(struct)
    body = HEADER[/^typedef struct #{struct} \{(.*?)^\}/m, 1] or flunk("no #{struct}")
    body.gsub(%r{^\s*//.*$}, "").scan(/([\w ]+\W*)\b(\w+)(?:\[(\d+)\])?;/).map do |type, name, length|
      size = { "int32_t" => 4, "char" => 1 }.fetch(type.strip, 8)
      [name.to_sym, size * (length || 1).to_i, size]
    end
  end

  def offsets(members)
    at = 0
    members.map do |name, size, alignment|
      start = (at + alignment - 1) / alignment * alignment
      at = start + size
      [name, start]
    end
  end

  def test_structs_are_declared_as_in_the_header
    { ErrorStruct: "visitorseal_error", DigestStruct: "visitorseal_digest", MessageStruct: "visitorseal_message", KeyStruct: "visitorseal_key", VerifierOptionsStruct: "visitorseal_verifier_options" }.each do |name, struct|
      declared = Visitorseal.const_get(name)
      assert_equal offsets(members(struct)), declared.offsets, struct
      assert_operator members(struct).sum { |_, size, _| size }, :<=, declared.size
    end
  end

  def test_statuses_are_those_of_the_table
    numbers = JSON.parse(File.read("#{VECTORS}/errors.json"))["errors"].to_h { |error| error.values_at("code", "status") }
    statuses = Visitorseal.const_get(:Library)::STATUSES
    assert_equal numbers.slice(*statuses.keys), statuses
    assert_equal numbers["buffer_too_small"], Visitorseal.const_get(:Library)::BUFFER_TOO_SMALL
  end

  def test_forms_are_those_of_the_header
    numbers = HEADER.scan(/VISITORSEAL_FORM_(\w+) = (\d+),/).to_h { |name, number| [name.downcase.to_sym, number.to_i] }
    assert_equal numbers, Visitorseal.const_get(:Library)::FORMS.transform_keys(to_json: :signed)
  end
end
